using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.People;
using Postern.Gateway.Outbound;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>Remembers what an address sent in: what the loop guard and the limits of notices count by, and that it lives.</summary>
public sealed class SenderMemory(PeopleStore people, BounceHistory bounces, FollowerNotes followers)
{
    /// <summary>Doing it again for the same mail changes nothing.</summary>
    public async Task KeepAsync(
        IncomingMail mail,
        StoredMail raw,
        Claim claim,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        if (mail.From is not { } from)
            return;
        if (claim.ClearsBounces)
            await ClearBouncesAsync(from.Address, raw, claim, cancellationToken);
        if (claim.SentIn is not { } sent)
            return;
        await people.AddSentInAsync(from.Address, raw.Id.Value, sent, cancellationToken);
        foreach (
            var notice in claim.Notices.Select(plan => plan.Notice).Where(notice => notice.Recipient != from.Address)
        )
        {
            await people.AddSentInAsync(
                notice.Recipient!,
                raw.Id.Value,
                new MailSentIn(raw.Received, [], []) { Notices = sent.Notices },
                cancellationToken
            );
        }
        if (!configuration.Parameters.LoopScopeIsAlias)
            return;
        foreach (var alias in sent.Aliases)
            await people.AddSentInAsync(
                alias,
                raw.Id.Value,
                new MailSentIn(raw.Received, [alias], []),
                cancellationToken
            );
    }

    private async Task ClearBouncesAsync(
        string address,
        StoredMail raw,
        Claim claim,
        CancellationToken cancellationToken
    )
    {
        foreach (var posting in claim.Postings)
            await followers.ClearAsync(posting.Thread.Key, address, cancellationToken);
        await bounces.ClearAsync(address, raw.Received, cancellationToken);
    }
}
