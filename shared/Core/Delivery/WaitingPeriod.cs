using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Core.Delivery;

/// <summary>
/// Since when a delivery waits for the same reason. Attempts in between that fail for that reason do not end the period,
/// so that programs are told of it once (<c>postern.delivery.waiting</c>).
/// </summary>
public static class WaitingPeriod
{
    /// <summary>The delivery as it is written, with the beginning of its waiting.</summary>
    /// <param name="before">The delivery as it was read, or as it was claimed for the attempt.</param>
    /// <param name="after">The delivery as it shall be.</param>
    public static MessageDelivery Mark(MessageDelivery before, MessageDelivery after) =>
        after with
        {
            WaitingSince = after.State == DeliveryState.Waiting ? Since(before, after) : null,
        };

    private static DateTimeOffset Since(MessageDelivery before, MessageDelivery after) =>
        before.WaitingSince is { } since && before.Problem == after.Problem ? since : after.Changed;
}
