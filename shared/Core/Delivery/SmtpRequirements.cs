using System.Text;
using MimeKit;
using Postern.Contracts;

namespace Postern.Core.Delivery;

/// <summary>
/// The SMTP extensions that a mail requires, determined before it is sent. Only a local part with non-ASCII characters
/// requires SMTPUTF8 (RFC 6531); the content is encoded as 7-bit or 8-bit (RFC 6152) as the server offers.
/// </summary>
public static class SmtpRequirements
{
    /// <summary>Whether an address in the envelope or the header requires SMTPUTF8.</summary>
    public static bool NeedsUtf8(SmtpEnvelope envelope, MimeMessage message) =>
        IsBeyondAscii(envelope.From) || IsBeyondAscii(envelope.Recipient) || HeaderAddress(message) is not null;

    /// <summary>The rejection of a mail that the server cannot accept; null when it can.</summary>
    /// <param name="international">Whether the server offers both SMTPUTF8 and 8BITMIME (RFC 6531 §3.1).</param>
    /// <param name="envelope">The envelope.</param>
    /// <param name="message">The mail.</param>
    public static DeliveryResult? Refusal(bool international, SmtpEnvelope envelope, MimeMessage message)
    {
        if (international)
            return null;
        if (IsBeyondAscii(envelope.Recipient))
            return Refused("recipient", envelope.Recipient, DeliveryProblem.Recipient);
        if (IsBeyondAscii(envelope.From))
            return Refused("envelope sender", envelope.From, DeliveryProblem.Sender);
        return HeaderAddress(message) is { } address
            ? Refused("header's address", address, DeliveryProblem.Content)
            : null;
    }

    private static DeliveryResult Refused(string what, string address, DeliveryProblem problem) =>
        new(
            DeliveryOutcome.Refused,
            $"The {what} {address} has characters beyond ASCII before the @, "
                + "and the server does not offer SMTPUTF8 (RFC 6531).",
            problem
        );

    private static string? HeaderAddress(MimeMessage message) =>
        new[] { message.From, message.ReplyTo, message.To, message.Cc }
            .SelectMany(list => list.Mailboxes)
            .Select(mailbox => mailbox.Address)
            .FirstOrDefault(IsBeyondAscii);

    // A domain has an ASCII form (RFC 5891), a local part does not.
    private static bool IsBeyondAscii(string address) =>
        !Ascii.IsValid(address.AsSpan(0, Math.Max(address.LastIndexOf('@'), 0)));
}
