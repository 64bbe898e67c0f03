using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.People;
using Postern.Core.Threads;

namespace Postern.Core.Delivery;

/// <summary>What the blacklist means for a delivery (P28): mass mail is skipped, other mail goes with a warning.</summary>
public static class BulkRules
{
    /// <summary>The delivery as it is skipped, with the reason; null when it is to be sent.</summary>
    public static MessageDelivery? Skip(MessageDelivery delivery, BlacklistEntry? entry, DateTimeOffset now) =>
        delivery.Bulk && Counts(entry, now)
            ? delivery with
            {
                State = DeliveryState.Skipped,
                Problem = Problem(entry!),
                Reply = Why(entry!),
                LeasedUntil = null,
                NextAttempt = null,
                Changed = now,
            }
            : null;

    /// <summary>What is to be noted on the delivery of a transactional mail; null when the address is not on the blacklist.</summary>
    public static string? Warning(BlacklistEntry? entry, DateTimeOffset now) =>
        Counts(entry, now) ? $"{Why(entry!)} Only mass mail is held back." : null;

    private static bool Counts(BlacklistEntry? entry, DateTimeOffset now) => entry?.CountsAt(now) == true;

    private static string Why(BlacklistEntry entry) =>
        $"The address is on the blacklist {BlacklistRules.Describe(entry)}.";

    private static DeliveryProblem Problem(BlacklistEntry entry) =>
        entry.Reason == BlacklistReason.Unsubscribed ? DeliveryProblem.Unsubscribed : DeliveryProblem.Blacklisted;
}
