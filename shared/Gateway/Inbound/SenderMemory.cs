using Postern.Core.Routing;
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
        if (claim.ClearsBounces && mail.From is { } from)
            await ClearBouncesAsync(from.Address, decided, cancellationToken);
        var entries = SenderHistory.EntriesOf(mail, claim, facts.Configuration.Parameters.LoopScopeIsAlias);
        foreach (var (address, entry) in entries)
            await people.AddSentInAsync(address, raw.Id.Value, entry, cancellationToken);
    }

    private async Task ClearBouncesAsync(string address, ClaimedMail decided, CancellationToken cancellationToken)
    {
        foreach (var posting in decided.Claim.Postings)
            await followers.ClearAsync(posting.Thread.Key, address, cancellationToken);
        await bounces.ClearAsync(address, decided.Raw.Received, cancellationToken);
    }
}
