using System.Globalization;
using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Core.Delivery;

/// <summary>
/// How long a delivery may wait: <c>mail.retry.days</c> from when it was first due, whatever keeps it back. Only the
/// time in which a person holds it, or a sending limit of its server lets no more through, does not count.
/// </summary>
public static class DeliveryTerm
{
    private static readonly TimeSpan WarnBefore = TimeSpan.FromDays(1);

    /// <summary>The delivery as a run reads it, with the time from which its term counts.</summary>
    /// <param name="message">Its message.</param>
    /// <param name="delivery">The delivery as it is stored.</param>
    /// <param name="now">The current time.</param>
    public static MessageDelivery Begin(ThreadMessage message, MessageDelivery delivery, DateTimeOffset now) =>
        delivery with
        {
            FirstDue = FirstDue(message, delivery, now),
        };

    /// <summary>Whether the term has ended: a further wait is then the end of the delivery.</summary>
    public static bool IsOver(MessageDelivery delivery, TimeSpan retry, DateTimeOffset now) =>
        EndOf(delivery, retry) <= now;

    /// <summary>The end of the term; null before a run has read the delivery.</summary>
    public static DateTimeOffset? EndOf(MessageDelivery delivery, TimeSpan retry) =>
        (delivery.FirstDue ?? delivery.FirstTried) + retry;

    /// <summary>The earlier one of a time and the end of the term, at which it is tried for the last time.</summary>
    public static DateTimeOffset NotAfterEnd(MessageDelivery delivery, TimeSpan retry, DateTimeOffset time) =>
        EndOf(delivery, retry) is { } end && end < time ? end : time;

    /// <summary>
    /// Whether a delivery will end within a day because the server that it waits for rejects the gateway's credentials,
    /// which only a person can change.
    /// </summary>
    public static bool NeedsWarning(MessageDelivery delivery, TimeSpan retry, DateTimeOffset now) =>
        delivery is { State: DeliveryState.Waiting or DeliveryState.Unknown, WaitsFor: not null }
        && delivery.Problem == DeliveryProblem.Authentication
        && EndOf(delivery, retry) - WarnBefore <= now;

    /// <summary>
    /// The last words of a delivery whose term is over, with its history: a reply code stays in front, where readers of
    /// replies look for it.
    /// </summary>
    public static string History(MessageDelivery delivery, string words, DateTimeOffset now)
    {
        var since = delivery.FirstDue ?? delivery.FirstTried ?? now;
        var days = (now - since).TotalDays.ToString("0.#", CultureInfo.InvariantCulture);
        var due = since.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{words} (given up after {days} days: due since {due} UTC, {Tried(delivery.Attempts)})";
    }

    // A wait for a server that takes no mail of anybody is no try of this one.
    private static string Tried(int attempts) =>
        attempts switch
        {
            <= 0 => "no try got as far as this mail",
            1 => "tried once",
            _ => string.Create(CultureInfo.InvariantCulture, $"tried {attempts} times"),
        };

    private static DateTimeOffset FirstDue(ThreadMessage message, MessageDelivery delivery, DateTimeOffset now) =>
        delivery switch
        {
            { State: DeliveryState.Queued } or { Problem: DeliveryProblem.Held } => now,
            { FirstDue: { } due, WaitsFor: not null, Problem: DeliveryProblem.Limit } when now > delivery.Changed => due
                + (now - delivery.Changed),
            { FirstDue: { } due } => due,
            // Stored by a version that did not note when it was due.
            { Problem: DeliveryProblem.Limit } => now,
            _ => delivery.FirstTried ?? message.Time,
        };
}
