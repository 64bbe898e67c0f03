using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Reports;
using Postern.Core.Signing;

namespace Postern.Core.Bounces;

/// <summary>The parts of a report that identify the mail that it is about.</summary>
/// <param name="Tag">The signed tag of a return path; null without one.</param>
/// <param name="Message">The first Message-Id of ours; null without one.</param>
/// <param name="Vouched">The evidence for the report as a whole; null for a mail, which anybody can write.</param>
public sealed record BounceClues(VerpTag? Tag, OwnMessageId? Message, BounceEvidence? Vouched = null)
{
    // Limits the work on a forged report; a real one has a handful.
    private const int MostIds = 32;

    /// <summary>
    /// The clues of a report that came as a mail: the addresses that it was sent to, and the mail that it returns.
    /// </summary>
    public static BounceClues Of(
        IncomingMail mail,
        BounceReport? report,
        GatewayConfiguration configuration,
        TagKeyRing keys
    )
    {
        var bounceAddresses = BounceRecipients.Of(mail, configuration).Select(address => address.Address);
        var tag = TagOf([.. bounceAddresses, report?.OriginalReturnPath], keys);
        return new BounceClues(tag, MessageOf(report?.OriginalIds ?? [], keys));
    }

    /// <summary>The first valid tag among return paths.</summary>
    public static VerpTag? TagOf(IEnumerable<string?> returnPaths, TagKeyRing keys) =>
        returnPaths.Select(path => TagOf(path, keys)).FirstOrDefault(tag => tag is not null);

    /// <summary>The first id that the gateway created.</summary>
    public static OwnMessageId? MessageOf(IEnumerable<string> ids, TagKeyRing keys) =>
        ids.Take(MostIds).Select(id => OwnMessageId.Read(keys, id)).FirstOrDefault(own => own is not null);

    private static VerpTag? TagOf(string? returnPath, TagKeyRing keys)
    {
        if (!EmailAddress.TryParse(returnPath, out var address))
            return null;
        return OwnAddresses.Tag(address, VerpTag.Length) is { } text ? VerpTag.Read(keys, text) : null;
    }
}
