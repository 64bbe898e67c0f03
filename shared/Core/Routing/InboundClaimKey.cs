using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing;

/// <summary>The key of the claim on a mail.</summary>
public static class InboundClaimKey
{
    /// <summary>
    /// The first key, made from the Message-Id, unless another mail holds that claim. Then the key names what this mail
    /// does beyond that one, so that a third copy meets the claim of the second.
    /// </summary>
    public static ClaimKey Of(ClaimKey first, DecidedMail decided)
    {
        var (mail, raw, decision, facts) = decided;
        if (facts.Earlier.Count == 0)
            return first;
        if (decision.State == JournalState.Duplicate)
            return ClaimKey.OfCopy(first, raw.Id.Value);
        var aliases = decision.Aliases.Select(alias => AliasAddress.Of(alias, facts.Configuration));
        return ClaimKey.OfCopy(first, $"{mail.Fingerprint} {string.Join(' ', aliases)}");
    }
}
