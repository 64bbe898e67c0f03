using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Reports;
using Postern.Core.Signing;

namespace Postern.Core.Bounces;

/// <summary>What names the mail that a report is about.</summary>
/// <param name="Tag">The signed tag of a return path; null without one.</param>
/// <param name="Message">The first Message-Id of ours; null without one.</param>
/// <param name="Vouched">How far the report as a whole is believed, when somebody vouches for it; null for a mail, which anybody can write.</param>
public sealed record BounceClues(VerpTag? Tag, OwnMessageId? Message, BounceEvidence? Vouched = null)
{
    // A report has a handful; a made-up one must not keep us busy.
    private const int MostIds = 32;

    /// <summary>The clues of a report that came as a mail: where it was sent, and what it returns.</summary>
    public static BounceClues Of(
        IncomingMail mail,
        BounceReport? report,
        GatewayConfiguration configuration,
        TagKeyRing keys
    )
    {
        var sentTo = mail
            .Recipients.Where(address => OwnAddresses.IsBounce(configuration, address))
            .Select(address => address.Address);
        return new BounceClues(
            TagOf([.. sentTo, report?.OriginalReturnPath], keys),
            MessageOf(report?.OriginalIds ?? [], keys)
        );
    }

    /// <summary>The first valid tag among return paths.</summary>
    public static VerpTag? TagOf(IEnumerable<string?> returnPaths, TagKeyRing keys) =>
        returnPaths
            .Select(path =>
                EmailAddress.TryParse(path, out var address) ? OwnAddresses.Tag(address, VerpTag.Length) : null
            )
            .Select(text => text is null ? null : VerpTag.Read(keys, text))
            .FirstOrDefault(tag => tag is not null);

    /// <summary>The first id that the gateway gave.</summary>
    public static OwnMessageId? MessageOf(IEnumerable<string> ids, TagKeyRing keys) =>
        ids.Take(MostIds).Select(id => OwnMessageId.Read(keys, id)).FirstOrDefault(own => own is not null);
}
