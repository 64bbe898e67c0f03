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
        // All mails that hold nothing, such as zeros, have one fingerprint; each fails with a claim of its own.
        if (decision.State is JournalState.Duplicate or JournalState.Failed)
            return ClaimKey.OfCopy(first, raw.Id.Value);
        var aliases = decision.Aliases.Select(alias => AliasAddress.Of(alias, facts.Configuration));
        // Mails of one fingerprint and other content met the same claim for ever.
        var isAmbiguous = facts.Earlier.Any(claim => claim.Fingerprint == mail.Fingerprint && !claim.IsOfSame(mail));
        var content = isAmbiguous ? mail.Written.Whole : mail.Fingerprint;
        return ClaimKey.OfCopy(first, $"{content} {string.Join(' ', aliases)}");
    }

    /// <summary>Whether a mail has the id of an earlier one, and other content than all of these.</summary>
    public static bool IsReused(DecidedMail decided) =>
        decided.Facts.Earlier.Count > 0 && !decided.Facts.Earlier.Any(claim => claim.IsOfSame(decided.Mail));
}
