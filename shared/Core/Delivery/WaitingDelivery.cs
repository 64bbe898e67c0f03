using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Core.Delivery;

/// <summary>A delivery that waits for its next attempt.</summary>
/// <param name="Id">The same for the same delivery, which may be entered for two times.</param>
/// <param name="Server">Id of the outgoing server that it waits for; null when none is chosen.</param>
/// <param name="Since">When it was first due; a person who tries it again begins anew.</param>
/// <param name="ForLimit">Whether a limit of the server keeps it back, and not trouble.</param>
public sealed record WaitingDelivery(string Id, string? Server, DateTimeOffset Since, bool ForLimit)
{
    /// <summary>
    /// Id of the server whose limit or pause keeps it back, with which it is released; null for another wait.
    /// </summary>
    public string? WaitsFor { get; init; }

    /// <summary>
    /// What is noted of a delivery that is to be looked at later; null when it does not wait for its next attempt.
    /// </summary>
    public static WaitingDelivery? Of(ThreadMessage message, MessageDelivery delivery) =>
        delivery.State is DeliveryState.Waiting or DeliveryState.Unknown
            ? new WaitingDelivery(
                delivery.Reference(message.Thread.Key).ToString(),
                delivery.WaitsFor ?? delivery.Server,
                delivery.FirstDue ?? message.Time,
                delivery.Problem == DeliveryProblem.Limit
            )
            {
                WaitsFor = delivery.WaitsFor,
            }
            : null;
}
