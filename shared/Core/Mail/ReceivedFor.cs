using System.Text.RegularExpressions;
using MimeKit;
using Postern.Core.Addresses;

namespace Postern.Core.Mail;

/// <summary>The recipient that a Received field names (RFC 5321 §4.4, "for").</summary>
internal static partial class ReceivedFor
{
    /// <summary>
    /// The recipient in the topmost Received field of a trusted server, or in the topmost one where no server is
    /// trusted; null where it names none.
    /// </summary>
    public static EmailAddress? Read(IncomingMail mail, IReadOnlyList<string> trusted)
    {
        var hosts = new TrustedHosts(trusted);
        var hop = mail.Message.Headers.FirstOrDefault(field =>
            field.Id == HeaderId.Received && (hosts.IsEmpty || hosts.Covers(TrustedFields.WriterOf(field)))
        );
        if (hop is null || For().Match(hop.Value) is not { Success: true } match)
            return null;
        return EmailAddress.TryParse(match.Groups["address"].Value, out var address) ? address : null;
    }

    [GeneratedRegex(
        @"\sfor\s+<?(?<address>(?:""[^""]*""|[^\s<>;()""]+)@[^\s<>;()@""]+)>?",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex For();
}
