using Postern.Core.Limits;

namespace Postern.Gateway.Throttling;

/// <summary>The recipients that this process has taken for one server and kind of mail.</summary>
internal sealed class RecipientStock
{
    /// <summary>Held while the other members are read or changed.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>The recipients; null before the first and after the last one.</summary>
    public QuotaBlock? Block { get; set; }

    /// <summary>The times at which mails that got no recipient are due again.</summary>
    public Bookings Bookings { get; set; } = Bookings.None;

    /// <summary>The last use.</summary>
    public DateTimeOffset Used { get; set; }

    /// <summary>How long after the last use the rest is returned.</summary>
    public TimeSpan Idle { get; set; }
}
