using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Composing;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Selection;
using Postern.Core.Sending;
using Postern.Core.Servers;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Smtp;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Sends a mail through the first of its servers that is reachable and open, and updates the health of the server.
/// </summary>
public sealed class MailDispatcher(
    ServerDelivery servers,
    MailSigner signer,
    EnvelopeMemory envelopes,
    ServerGate gate,
    ServerHealthStore health,
    ServerContacts contacts
)
{
    private const int EnvelopeIdLength = 26;

    /// <param name="mail">The composed mail.</param>
    /// <param name="send">The servers, and the addresses to send with.</param>
    /// <param name="admission">The right to use the first server.</param>
    /// <param name="configuration">Lists what servers are known to refuse.</param>
    /// <param name="window">Ends the SMTP dialogue.</param>
    public async Task<DispatchedMail> SendAsync(
        ComposedMail mail,
        OutboundDecision.Send send,
        Admission admission,
        GatewayConfiguration configuration,
        SendWindow window
    )
    {
        var attempt = await TryAsync(send.Servers[0], mail, send, admission, configuration, window);
        foreach (var server in send.Servers.Skip(1))
        {
            if (
                attempt.Result.BrokenOff
                || attempt is { ClosedUntil: null, Result.Outcome: not DeliveryOutcome.Unreachable }
            )
                break;
            await using var next = await gate.EnterAsync(server, mail.StandsBack, null, window.Ends);
            if (next.Wait is null)
                attempt = await TryAsync(server, mail, send, next, configuration, window);
        }
        return attempt;
    }

    private async Task<DispatchedMail> TryAsync(
        OutgoingServer server,
        ComposedMail mail,
        OutboundDecision.Send send,
        Admission admission,
        GatewayConfiguration configuration,
        SendWindow window
    )
    {
        var known = envelopes.Known(configuration, server);
        var (signing, waits) = await signer.PrepareAsync(server, send.From, configuration, window.Ends);
        if (waits is not null)
            return new(server, SenderOf(mail.Message, server, send, known).Address, waits, null, EnvelopeRefusals.None);
        var id = IdOf(mail);
        // The sender is chosen for each server.
        var envelope = new SmtpEnvelope("", mail.Recipient, id) { Signing = signing };
        var sent = await SendAsync(mail.Mime);
        // A server refuses a mail that is too large as a whole, so the same attempt goes on with a smaller one.
        for (var draft = Smaller(mail.Draft, sent); draft is not null; draft = Smaller(draft, sent))
            sent = await SendAsync(NotificationComposer.Compose(draft));
        if (sent.Result.BrokenOff)
            return new(server, sent.EnvelopeFrom, sent.Result, null, EnvelopeRefusals.None);
        admission.Use(sent.Result);
        // What the server may have accepted is noted when that is written on the delivery.
        if (!sent.Result.MayHaveArrived)
            await contacts.NoteAsync(server, sent.Result);
        var lesson = await health.LearnAsync(server, sent.Result, mail.Recipient, id);
        var result = lesson.RefusesAll ? sent.Result with { Outcome = DeliveryOutcome.Deferred } : sent.Result;
        return new DispatchedMail(server, sent.EnvelopeFrom, result, lesson.ClosedUntil, sent.Learnt);

        Task<ServerDeliveryResult> SendAsync(MimeMessage mime) =>
            servers.SendAsync(
                server,
                mime,
                envelope,
                refused => SenderOf(mail.Message, server, send, refused),
                known,
                window
            );
    }

    private static string IdOf(ComposedMail mail) =>
        Hash.Of(EnvelopeIdLength, mail.Delivery.Reference(mail.Message.Thread.Key).ToString());

    private static EnvelopeSender SenderOf(
        ThreadMessage message,
        OutgoingServer server,
        OutboundDecision.Send send,
        EnvelopeRefusals refused
    ) =>
        message.Outgoing is { Automatic: true }
            ? EnvelopeSender.ForAutomatic(server, send.From, send.Bounce, refused)
            : EnvelopeSender.For(server, send.From, send.Bounce, refused);

    private static MailDraft? Smaller(MailDraft draft, ServerDeliveryResult sent) =>
        sent.Result is { SizeLimit: { } limit } ? SizeFit.Fit(draft, limit) : null;
}

/// <summary>A mail that is ready to be sent, and the draft that it was composed from.</summary>
public sealed record ComposedMail(MimeMessage Mime, MailDraft Draft)
{
    public ThreadMessage Message => Draft.Message;

    public MessageDelivery Delivery => Draft.Delivery;

    /// <summary>The recipient of the envelope.</summary>
    public string Recipient => Draft.RedirectedTo?.Address ?? Delivery.Recipient;

    /// <summary>
    /// Mass mail, and a message for very many recipients, leave other mail a share of the limits of a server.
    /// </summary>
    public bool StandsBack => Delivery.Bulk || Message.Many;
}

/// <summary>The outcome of an attempt at the server that was tried last.</summary>
/// <param name="Server">The server.</param>
/// <param name="EnvelopeFrom">The envelope sender that it was given.</param>
/// <param name="Result">The outcome.</param>
/// <param name="ClosedUntil">Until when the server gets no mail, if that is what its reply was about.</param>
/// <param name="Learnt">The envelope senders that the server refused before it accepted the mail with another.</param>
public sealed record DispatchedMail(
    OutgoingServer Server,
    string EnvelopeFrom,
    DeliveryResult Result,
    DateTimeOffset? ClosedUntil,
    EnvelopeRefusals Learnt
);
