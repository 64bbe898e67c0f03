using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Selection;
using Postern.Core.Servers;

namespace Postern.Gateway.Smtp;

/// <summary>Sends a mail through one server, with the envelope sender that the server takes: where it refuses one, the same attempt goes on with the next.</summary>
public sealed class ServerDelivery(SmtpSender smtp)
{
    /// <param name="server">The server.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="envelope">Recipient and id; the sender is chosen here.</param>
    /// <param name="choose">The envelope sender, given what the server is known to refuse.</param>
    /// <param name="known">What it is known to refuse.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    public async Task<ServerDeliveryResult> SendAsync(
        OutgoingServer server,
        MimeMessage mail,
        SmtpEnvelope envelope,
        Func<EnvelopeRefusals, EnvelopeSender> choose,
        EnvelopeRefusals known,
        CancellationToken cancellationToken
    )
    {
        var (refused, sender) = (known, choose(known));
        while (true)
        {
            var result = await smtp.SendAsync(server, mail, envelope with { From = sender.Address }, cancellationToken);
            if (!SenderRefusal.Is(result))
                return new(
                    result,
                    sender.Address,
                    result.Outcome == DeliveryOutcome.Accepted ? refused & ~known : EnvelopeRefusals.None
                );
            refused |= sender.IsNull ? EnvelopeRefusals.NullSender : EnvelopeRefusals.BounceAddress;
            var next = choose(refused);
            // The last fallback is the From itself: a server that refuses that refuses the mail.
            if (next.Address == sender.Address)
                return new(result, sender.Address, EnvelopeRefusals.None);
            sender = next;
        }
    }
}

/// <summary>How a try on one server ended.</summary>
/// <param name="Result">The outcome.</param>
/// <param name="EnvelopeFrom">The envelope sender that it ended with; empty = the null sender.</param>
/// <param name="Learnt">What the server refused before it took the mail with another envelope sender.</param>
public sealed record ServerDeliveryResult(DeliveryResult Result, string EnvelopeFrom, EnvelopeRefusals Learnt);
