using MimeKit;
using Postern.Core.Addresses;

namespace Postern.Core.Mime;

/// <summary>The addresses that a mail is known to have reached, other than by what its author wrote into it.</summary>
internal static class ReachedRecipients
{
    // csharpier-ignore
    private static readonly string[] TraceFields =
    [
        "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "X-Rcpt-To",
    ];

    /// <summary>
    /// The recipients of the SMTP envelope, and those of the trace fields above the topmost Received field: the server
    /// that delivered the mail writes them there, and its author can only write below (RFC 5321 §4.4).
    /// </summary>
    public static IReadOnlyList<EmailAddress> Of(MimeMessage mail, MailEnvelope? envelope)
    {
        var trace = mail
            .Headers.TakeWhile(header => header.Id != HeaderId.Received)
            .Where(header => TraceFields.Contains(header.Field, StringComparer.OrdinalIgnoreCase))
            .SelectMany(header => AddressField.Read(header.RawValue));
        var known = mail.Headers.Contains(HeaderId.Received) ? trace : [];
        return [.. known.Concat(envelope?.RcptTo ?? []).DistinctBy(address => address.Address)];
    }
}
