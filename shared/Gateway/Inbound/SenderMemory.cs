using Postern.Core.Journal;
using Postern.Core.People;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Outbound;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Remembers what an address sent, which the loop guard and the limits of notices count, and that the address works.
/// </summary>
public sealed class SenderMemory(PeopleStore people, BounceHistory bounces, FollowerNotes followers)
{
    /// <summary>Idempotent for the same mail.</summary>
    public async Task KeepAsync(ClaimedMail decided, CancellationToken cancellationToken)
    {
        var (mail, raw, claim, facts) = decided;
        if (MailSender.CountedFor(mail) is not { } from)
            return;
        if (claim.ClearsBounces)
            await ClearBouncesAsync(from.Address, decided, cancellationToken);
        if (claim.SentIn is not { } sent)
            return;
        await people.AddSentInAsync(from.Address, raw.Id.Value, sent, cancellationToken);
        var notified = claim.Notices.Select(plan => plan.Notice.Recipient!).Where(address => address != from.Address);
        foreach (var address in notified)
        {
            var notices = new MailSentIn(raw.Received, [], []) { Notices = sent.Notices };
            await people.AddSentInAsync(address, raw.Id.Value, notices, cancellationToken);
        }
        if (facts.Configuration.Parameters.LoopScopeIsAlias)
            await KeepAliasesAsync(sent, raw, cancellationToken);
    }

    private async Task KeepAliasesAsync(MailSentIn sent, StoredMail raw, CancellationToken cancellationToken)
    {
        foreach (var alias in sent.Aliases)
        {
            var mail = new MailSentIn(raw.Received, [alias], []);
            await people.AddSentInAsync(alias, raw.Id.Value, mail, cancellationToken);
        }
    }

    private async Task ClearBouncesAsync(string address, ClaimedMail decided, CancellationToken cancellationToken)
    {
        foreach (var posting in decided.Claim.Postings)
            await followers.ClearAsync(posting.Thread.Key, address, cancellationToken);
        await bounces.ClearAsync(address, decided.Raw.Received, cancellationToken);
    }
}
