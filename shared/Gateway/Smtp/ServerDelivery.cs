using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Selection;
using Postern.Core.Servers;

namespace Postern.Gateway.Smtp;

/// <summary>
/// Sends a mail through one server. If the server refuses the envelope sender, the next possible one is tried within
/// the same attempt.
/// </summary>
public sealed class ServerDelivery(SmtpSender smtp)
{
    /// <param name="server">The server.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="envelope">Recipient and id; its sender is replaced.</param>
    /// <param name="choose">Returns the envelope sender, given what the server refuses.</param>
    /// <param name="known">What the server is known to refuse.</param>
    /// <param name="window">Ends the attempt.</param>
    public async Task<ServerDeliveryResult> SendAsync(
        OutgoingServer server,
        MimeMessage mail,
        SmtpEnvelope envelope,
        Func<EnvelopeRefusals, EnvelopeSender> choose,
        EnvelopeRefusals known,
        SendWindow window
    )
    {
        var (refused, sender) = (known, choose(known));
        while (true)
        {
            var result = await smtp.SendAsync(server, mail, envelope with { From = sender.Address }, window);
            if (!SenderRefusal.Is(result))
            {
                var accepted = result.Outcome == DeliveryOutcome.Accepted;
                return new(result, sender.Address, accepted ? refused & ~known : EnvelopeRefusals.None);
            }
            refused |= sender.IsNull ? EnvelopeRefusals.NullSender : EnvelopeRefusals.BounceAddress;
            var next = choose(refused);
            // The last fallback is the From address itself: a server that refuses it refuses the mail.
            if (next.Address == sender.Address)
                return new(result, sender.Address, EnvelopeRefusals.None);
            sender = next;
        }
    }
}

/// <summary>The result of an attempt at one server.</summary>
/// <param name="Result">The result with the last envelope sender.</param>
/// <param name="EnvelopeFrom">The last envelope sender; empty = the null sender.</param>
/// <param name="Learnt">What the server refused before it accepted the mail with another envelope sender.</param>
public sealed record ServerDeliveryResult(DeliveryResult Result, string EnvelopeFrom, EnvelopeRefusals Learnt);
