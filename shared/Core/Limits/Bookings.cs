namespace Postern.Core.Limits;

/// <summary>
/// Distributes mails that a limit has deferred over time: for each minute (or hour) as many as the limit allows in it.
/// If all were retried at the first moment, most of them would be deferred again.
/// </summary>
/// <param name="Slot">Start of the last minute or hour that is booked.</param>
/// <param name="Count">How many mails are booked for it.</param>
public sealed record Bookings(DateTimeOffset Slot, int Count)
{
    public static Bookings None { get; } = new(DateTimeOffset.MinValue, 0);

    /// <summary>Books one more mail, not before the start of the wait.</summary>
    public Bookings Next(QuotaWait wait)
    {
        if (Slot < wait.From)
            return new Bookings(wait.From, 1);
        return Count < wait.PerSlot ? this with { Count = Count + 1 } : new Bookings(Slot + wait.Slot, 1);
    }
}
