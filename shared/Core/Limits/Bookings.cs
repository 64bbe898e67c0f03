namespace Postern.Core.Limits;

/// <summary>
/// When mails come back that a limit turned away: as many for each minute (or hour) as the limit lets through then. All of
/// them at the first moment would only turn most of them away again.
/// </summary>
/// <param name="Slot">The last unit of time that is booked.</param>
/// <param name="Count">How many are booked for it.</param>
public sealed record Bookings(DateTimeOffset Slot, int Count)
{
    public static Bookings None { get; } = new(DateTimeOffset.MinValue, 0);

    /// <summary>Books one more, not before <paramref name="wait"/> says.</summary>
    public Bookings Next(QuotaWait wait)
    {
        if (Slot < wait.From)
            return new Bookings(wait.From, 1);
        return Count < wait.PerSlot ? this with { Count = Count + 1 } : new Bookings(Slot + wait.Slot, 1);
    }
}
