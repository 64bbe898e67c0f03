using System.Text.Json;
using MimeKit;
using Postern.Attention;
using Postern.Configuration;
using Postern.Contracts;
using Postern.Delivery;
using Postern.People;
using Postern.Signing;
using Postern.Storage;
using Postern.Threads;

namespace Postern.Outbound;

/// <summary>
/// Sends a delivery: reads it, decides, claims it by its ETag, hands it to a server, writes the outcome. Who finds it
/// claimed by another run steps back and looks again when that run's lease ends.
/// </summary>
public sealed class OutboundProcessor(
    GatewayConfigurationSource configuration, ThreadStore threads, MailSubmission submission, MailDrafts drafts, ServerDelivery servers, EnvelopeMemory envelopes, BlacklistStore blacklist, DueStore due, AttentionStore attention, TagKeys tagKeys, Timings timings, TimeProvider time)
{
    // The rest is for writing the outcome down before another run may try.
    private const double UsableLease = 0.9;

    private const int EnvelopeIdLength = 26;

    public async Task ProcessAsync(string queue, string message, CancellationToken cancellationToken)
    {
        if (!ContractReader.HasMember(message, "delivery"))
        {
            await submission.SubmitAsync(queue, message, cancellationToken);
            return;
        }
        var (item, problem) = ContractReader.Read<DeliveryItem>(message);
        if (problem is not null) await attention.RejectAsync(queue, message, problem, cancellationToken);
        else await DeliverAsync(item!.Delivery, queue, cancellationToken);
    }

    private async Task DeliverAsync(DeliveryReference reference, string queue, CancellationToken cancellationToken)
    {
        if (await threads.FindDeliveryAsync(reference, cancellationToken) is not { } found)
        {
            await attention.RejectAsync(queue, Message(reference), new ContractProblem("delivery", $"names no delivery: {reference}"), cancellationToken);
            return;
        }
        var current = await configuration.GetAsync(cancellationToken);
        var decision = OutboundPlanner.Decide(found.Message, found.Delivery.Value, current, await tagKeys.GetAsync(cancellationToken), time.GetUtcNow());
        switch (decision)
        {
            case OutboundDecision.Later later:
                await due.AddAsync(later.Due, reference.ToString(), queue, Message(reference), cancellationToken);
                break;
            case OutboundDecision.GiveUp giveUp:
                await threads.TrySaveAsync(found.Message.Thread.Key, found.Delivery, GivenUp(found.Delivery.Value, giveUp), cancellationToken);
                break;
            case OutboundDecision.Send when await SkipAsync(found.Delivery.Value, cancellationToken) is { } skipped:
                await threads.TrySaveAsync(found.Message.Thread.Key, found.Delivery, skipped, cancellationToken);
                break;
            case OutboundDecision.Send send:
                // Composed before the claim: what cannot be composed fails as a queue message and ends where a person sees it.
                var mail = NotificationComposer.Compose(await drafts.ReadAsync(found.Message, found.Delivery.Value, send, current, cancellationToken));
                if (await ClaimAsync(found, send) is { } claimed) await SendAsync(found.Message, mail, claimed, send, current, queue);
                // Whoever was faster may die over it, and its queue message may be this one.
                else await due.AddAsync(time.GetUtcNow() + timings.DeliveryLease, reference.ToString(), queue, Message(reference), cancellationToken);
                break;
        }
    }

    // Only mass mail asks: other mail is sent whatever the blacklist says.
    private async Task<MessageDelivery?> SkipAsync(MessageDelivery delivery, CancellationToken cancellationToken) =>
        delivery.Bulk ? BulkRules.Skip(delivery, (await blacklist.FindAsync(delivery.Recipient, cancellationToken))?.Value, time.GetUtcNow()) : null;

    // Not stopped by the host: a claim that reached storage without our knowing would hold the delivery until its lease ends.
    private Task<Versioned<MessageDelivery>?> ClaimAsync(DeliverySnapshot found, OutboundDecision.Send send)
    {
        var (before, now) = (found.Delivery.Value, time.GetUtcNow());
        return threads.TrySaveAsync(found.Message.Thread.Key, found.Delivery, before with
        {
            State = DeliveryState.Sending,
            Attempts = before.Attempts + 1,
            FirstTried = before.FirstTried ?? now,
            LeasedUntil = now + timings.DeliveryLease,
            PossibleDoubles = before.PossibleDoubles + (send.PossibleDouble ? 1 : 0),
            Run = Guid.NewGuid().ToString("n"),
            From = send.From.Address,
            Changed = now,
        }, CancellationToken.None);
    }

    // From the claim on only the end of the lease stops a try, not the host: one that is cut off after the mail's last byte
    // makes a second copy, one before it a needless wait.
    private async Task SendAsync(
        ThreadMessage message, MimeMessage mail, Versioned<MessageDelivery> claimed, OutboundDecision.Send send, GatewayConfiguration current, string queue)
    {
        using var lease = new CancellationTokenSource(timings.DeliveryLease * UsableLease, time);
        var (server, tried) = (send.Servers[0], new ServerDeliveryResult(new DeliveryResult(DeliveryOutcome.Deferred, "No server was tried."), "", EnvelopeRefusals.None));
        var envelope = new SmtpEnvelope("", claimed.Value.Recipient, Hash.Of(EnvelopeIdLength, claimed.Value.Reference(message.Thread.Key).ToString()));
        foreach (var candidate in send.Servers)
        {
            server = candidate;
            tried = await servers.SendAsync(candidate, mail, envelope, known => Envelope(message, candidate, send, known), envelopes.Known(current, candidate), lease.Token);
            if (tried.Result.Outcome != DeliveryOutcome.Unreachable) break;
        }
        var after = DeliveryPolicy.Next(claimed.Value, tried.Result, current.Parameters.Retry, timings.DeliveryLease, time.GetUtcNow(), Random.Shared.NextDouble()) with { Server = server.Id, EnvelopeFrom = tried.EnvelopeFrom };
        await StorageTrouble.PersistAsync(() => FinishAsync(message.Thread.Key, claimed, after, queue), time, lease.Token);
        if (tried.Learnt != EnvelopeRefusals.None) await envelopes.RememberAsync(server, tried.Learnt, CancellationToken.None);
    }

    private static EnvelopeSender Envelope(ThreadMessage message, OutgoingServer server, OutboundDecision.Send send, EnvelopeRefusals known) =>
        message.Outgoing is { Automatic: true } ? EnvelopeSender.ForAutomatic(server, send.From, send.Bounce, known) : EnvelopeSender.For(server, send.From, send.Bounce, known);

    // What the server said is written down whatever the host cancels and however busy storage is: forgetting an acceptance
    // would send the mail again.
    private async Task FinishAsync(ThreadKey thread, Versioned<MessageDelivery> claimed, MessageDelivery after, string queue)
    {
        var reference = after.Reference(thread);
        if (after.NextAttempt is { } next) await due.AddAsync(next, reference.ToString(), queue, Message(reference), CancellationToken.None);
        await threads.TrySaveAsync(thread, claimed, after, CancellationToken.None);
    }

    private MessageDelivery GivenUp(MessageDelivery delivery, OutboundDecision.GiveUp giveUp) =>
        delivery with { State = DeliveryState.Failed, Problem = giveUp.Problem, Reply = giveUp.Why, LeasedUntil = null, NextAttempt = null, Changed = time.GetUtcNow() };

    private static string Message(DeliveryReference reference) => JsonSerializer.Serialize(new DeliveryItem { Delivery = reference }, PosternJson.Strict);
}
