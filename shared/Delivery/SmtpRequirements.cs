using System.Text;
using MailKit.Net.Smtp;
using MimeKit;
using Postern.Threads;

namespace Postern.Delivery;

/// <summary>
/// What a mail needs of a server, known before a word of it is sent. Only a local part beyond ASCII needs SMTPUTF8 (RFC 6531);
/// contents are encoded as 7-bit or 8-bit (RFC 6152) by what the server offers.
/// </summary>
public static class SmtpRequirements
{
    // RFC 6531 §3.1: whoever offers SMTPUTF8 offers 8BITMIME as well; one without the other is of no use.
    private const SmtpCapabilities International = SmtpCapabilities.UTF8 | SmtpCapabilities.EightBitMime;

    /// <summary>Whether an address of the envelope or of the header needs SMTPUTF8.</summary>
    public static bool NeedsUtf8(SmtpEnvelope envelope, MimeMessage message) =>
        IsBeyondAscii(envelope.From) || IsBeyondAscii(envelope.Recipient) || HeaderAddress(message) is not null;

    /// <summary>Why a server that offers <paramref name="offered"/> cannot take the mail, or null when it can.</summary>
    public static DeliveryResult? Refusal(SmtpCapabilities offered, SmtpEnvelope envelope, MimeMessage message)
    {
        if ((offered & International) == International) return null;
        if (IsBeyondAscii(envelope.Recipient)) return Refused("recipient", envelope.Recipient, DeliveryProblem.Recipient);
        if (IsBeyondAscii(envelope.From)) return Refused("envelope sender", envelope.From, DeliveryProblem.Sender);
        return HeaderAddress(message) is { } address ? Refused("header's address", address, DeliveryProblem.Content) : null;
    }

    private static DeliveryResult Refused(string what, string address, DeliveryProblem problem) => new(
        DeliveryOutcome.Refused, $"The {what} {address} has characters beyond ASCII before the @, and the server does not offer SMTPUTF8 (RFC 6531).", problem);

    private static string? HeaderAddress(MimeMessage message) =>
        new[] { message.From, message.ReplyTo, message.To, message.Cc }.SelectMany(list => list.Mailboxes)
            .Select(mailbox => mailbox.Address).FirstOrDefault(IsBeyondAscii);

    // A domain can be written in ASCII (RFC 5891), a local part cannot.
    private static bool IsBeyondAscii(string address) => !Ascii.IsValid(address.AsSpan(0, Math.Max(address.LastIndexOf('@'), 0)));
}
