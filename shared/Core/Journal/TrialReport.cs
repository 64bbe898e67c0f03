using System.Text.Json.Serialization;
using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Core.Journal;

/// <summary>How far a test mail has come.</summary>
/// <param name="Journal">Its entry in the journal: the decision with the reason of every rule.</param>
/// <param name="Messages">What it became on threads.</param>
/// <param name="Draining">Whether the gateway drains, and so begins nothing.</param>
public sealed record TrialReport(
    JournalEntry Journal,
    IReadOnlyList<TrialMessage> Messages,
    [property: JsonIgnore] bool Draining = false
)
{
    /// <summary>What is not done yet, a sentence each, with where to look.</summary>
    public IReadOnlyList<string> Pending =>
        Journal.State == JournalState.Pending ? [Undecided()] : [.. Messages.SelectMany(WaitingOf)];

    /// <summary>Whether it is routed and every delivery has its end.</summary>
    public bool Finished => Pending.Count == 0;

    /// <summary>Whether more can be expected within seconds.</summary>
    [JsonIgnore]
    public bool Moves =>
        !Draining
        && (
            Journal.State == JournalState.Pending
            || Messages
                .SelectMany(message => message.Deliveries)
                .Any(delivery => delivery.State is DeliveryState.Queued or DeliveryState.Sending)
        );

    private string Undecided() =>
        Draining
            ? "It is stored. mail.mode is drain: it is routed when that ends."
            : $"It is stored and waits on the queue inbound-mail: GET /api/mails/{Journal.Id} shows when it is decided, "
                + "GET /api/health whether the queue moves.";

    private static IEnumerable<string> WaitingOf(TrialMessage message) =>
        message
            .Deliveries.Where(delivery =>
                delivery.State
                    is DeliveryState.Queued
                        or DeliveryState.Sending
                        or DeliveryState.Waiting
                        or DeliveryState.Unknown
            )
            .Select(delivery =>
                $"The delivery to {delivery.Recipient} is {delivery.State.ToString().ToLowerInvariant()}"
                + (delivery.Reply is { } reply ? $" ({reply})" : "")
                + $": GET /api/threads/{Uri.EscapeDataString(message.Thread.Model)}/"
                + $"{Uri.EscapeDataString(message.Thread.Id)}/deliveries shows how it goes on."
            );
}

/// <summary>What a mail became on a thread.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Message">Id of the message.</param>
/// <param name="Deliveries">Its first deliveries.</param>
public sealed record TrialMessage(ThreadKey Thread, string Message, IReadOnlyList<MessageDelivery> Deliveries);
