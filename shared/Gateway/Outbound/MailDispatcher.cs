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

/// <summary>Hands a mail to the first of its servers that can be reached and gets mail now, and notes what that says of the servers.</summary>
public sealed class MailDispatcher(
    ServerDelivery servers,
    EnvelopeMemory envelopes,
    ServerGate gate,
    ServerHealthStore health
)
{
    private const int EnvelopeIdLength = 26;

    /// <param name="mail">The mail, and whom it goes to.</param>
    /// <param name="send">The servers, and the addresses to send with.</param>
    /// <param name="admission">The right to use the first server.</param>
    /// <param name="configuration">What servers are known to refuse.</param>
    /// <param name="cancellationToken">Cancels the SMTP dialogue.</param>
    public async Task<DispatchedMail> SendAsync(
        ComposedMail mail,
        OutboundDecision.Send send,
        Admission admission,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var tried = await TryAsync(send.Servers[0], mail, send, admission, configuration, cancellationToken);
        foreach (var server in send.Servers.Skip(1))
        {
            if (tried is { ClosedUntil: null, Result.Outcome: not DeliveryOutcome.Unreachable })
                break;
            await using var next = await gate.EnterAsync(server, mail.StandsBack, cancellationToken);
            if (next.Wait is null)
                tried = await TryAsync(server, mail, send, next, configuration, cancellationToken);
        }
        return tried;
    }

    private async Task<DispatchedMail> TryAsync(
        OutgoingServer server,
        ComposedMail mail,
        OutboundDecision.Send send,
        Admission admission,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var recipient = mail.Delivery.Recipient;
        var envelope = new SmtpEnvelope(
            "",
            recipient,
            Hash.Of(EnvelopeIdLength, mail.Delivery.Reference(mail.Message.Thread.Key).ToString())
        );
        var tried = await SendAsync(mail.Mime);
        // Nothing of a mail that is too large has arrived: the same try goes on with a smaller one.
        for (var draft = Smaller(mail.Draft, tried); draft is not null; draft = Smaller(draft, tried))
            tried = await SendAsync(NotificationComposer.Compose(draft));
        if (tried.Result.Outcome != DeliveryOutcome.Unreachable)
            admission.Use();
        var lesson = await health.LearnAsync(server, tried.Result, recipient);
        var result = lesson.RefusesAll ? tried.Result with { Outcome = DeliveryOutcome.Deferred } : tried.Result;
        return new DispatchedMail(server, tried.EnvelopeFrom, result, lesson.ClosedUntil, tried.Learnt);

        Task<ServerDeliveryResult> SendAsync(MimeMessage mime) =>
            servers.SendAsync(
                server,
                mime,
                envelope,
                known => Envelope(mail.Message, server, send, known),
                envelopes.Known(configuration, server),
                cancellationToken
            );
    }

    private static MailDraft? Smaller(MailDraft draft, ServerDeliveryResult tried) =>
        tried.Result is { SizeLimit: { } limit } ? SizeFit.Fit(draft, limit) : null;

    private static EnvelopeSender Envelope(
        ThreadMessage message,
        OutgoingServer server,
        OutboundDecision.Send send,
        EnvelopeRefusals known
    ) =>
        message.Outgoing is { Automatic: true }
            ? EnvelopeSender.ForAutomatic(server, send.From, send.Bounce, known)
            : EnvelopeSender.For(server, send.From, send.Bounce, known);
}

/// <summary>A mail that is ready to be sent, with what it was made of and the delivery as it was claimed.</summary>
public sealed record ComposedMail(MimeMessage Mime, MailDraft Draft, MessageDelivery Delivery)
{
    public ThreadMessage Message => Draft.Message;

    public bool StandsBack => Delivery.Bulk || Message.Many;
}

/// <summary>What became of a mail at the server that was tried last.</summary>
/// <param name="Server">The server.</param>
/// <param name="EnvelopeFrom">The envelope sender that it was given.</param>
/// <param name="Result">How it ended.</param>
/// <param name="ClosedUntil">Until when the server gets no mail, if that is what its reply was about.</param>
/// <param name="Learnt">What the server refused before it took the mail with another envelope sender.</param>
public sealed record DispatchedMail(
    OutgoingServer Server,
    string EnvelopeFrom,
    DeliveryResult Result,
    DateTimeOffset? ClosedUntil,
    EnvelopeRefusals Learnt
);
