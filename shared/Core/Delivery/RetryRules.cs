using System.Globalization;
using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Core.Delivery;

/// <summary>Which deliveries a person can have tried now (<c>…/deliveries/{id}/retry</c>).</summary>
public static class RetryRules
{
    /// <summary>Why it cannot be, for whoever asked; null when it can.</summary>
    public static string? Refusal(MessageDelivery delivery) =>
        delivery switch
        {
            { State: DeliveryState.Waiting, Problem: DeliveryProblem.Held } =>
                "It is held. Release it on the attention list.",
            { State: DeliveryState.Failed or DeliveryState.Bounced or DeliveryState.Waiting } => null,
            { State: DeliveryState.Queued } => "It is on its queue, and tried as soon as its turn comes.",
            { State: DeliveryState.Sending } => "It is being tried at this moment.",
            { State: DeliveryState.Unknown } => "A server may have accepted it, so it is not sent again before "
                + $"{Time(delivery.NextAttempt ?? delivery.Changed)} UTC; then it is by itself.",
            { State: DeliveryState.Sent } => "A server has accepted it.",
            _ => $"It is not sent on purpose: {delivery.Reply}",
        };

    /// <summary>
    /// A waiting delivery that is tried now. The time for which it is tried goes on, and a limit that still stands keeps
    /// it back until the time for which it was booked.
    /// </summary>
    public static MessageDelivery Now(ThreadMessage message, MessageDelivery waiting, DateTimeOffset now) =>
        DeliveryTerm.Begin(message, waiting, now) with
        {
            NextAttempt = waiting.WaitsFor is null ? null : waiting.NextAttempt,
            Changed = now,
        };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
