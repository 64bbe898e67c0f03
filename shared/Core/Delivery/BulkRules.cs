using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.People;
using Postern.Core.Threads;

namespace Postern.Core.Delivery;

/// <summary>
/// Effect of the blacklist on a delivery (P28): a mass mailing is skipped, other mail is sent with a warning.
/// </summary>
public static class BulkRules
{
    /// <summary>The delivery marked as skipped; null when it is to be sent.</summary>
    public static MessageDelivery? Skip(MessageDelivery delivery, BlacklistEntry? entry, DateTimeOffset now)
    {
        if (!delivery.Bulk || entry?.CountsAt(now) != true)
            return null;
        return delivery with
        {
            State = DeliveryState.Skipped,
            Problem = ProblemOf(entry),
            Reply = Reason(entry),
            LeasedUntil = null,
            NextAttempt = null,
            Changed = now,
        };
    }

    /// <summary>
    /// The warning for a delivery that is no mass mailing; null when the address is not on the blacklist.
    /// </summary>
    public static string? Warning(BlacklistEntry? entry, DateTimeOffset now) =>
        entry?.CountsAt(now) == true ? $"{Reason(entry)} Only mass mail is held back." : null;

    private static string Reason(BlacklistEntry entry) =>
        $"The address is on the blacklist {BlacklistRules.Describe(entry)}.";

    private static DeliveryProblem ProblemOf(BlacklistEntry entry) =>
        entry.Reason == BlacklistReason.Unsubscribed ? DeliveryProblem.Unsubscribed : DeliveryProblem.Blacklisted;
}
