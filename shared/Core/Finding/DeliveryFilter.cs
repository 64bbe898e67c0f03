using Postern.Contracts;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Core.Finding;

/// <summary>Selects deliveries; null selects all.</summary>
/// <param name="Recipient">Only those to this address.</param>
/// <param name="State">Only those in this state.</param>
/// <param name="Server">Only those that this outgoing server sent or was to send last, or that wait for it.</param>
public sealed record DeliveryFilter(string? Recipient = null, DeliveryState? State = null, string? Server = null)
{
    /// <summary>The days on which their messages were posted.</summary>
    public DayRange Days { get; init; } = new();

    /// <summary>Whether a delivery is searched for.</summary>
    public bool Takes(MessageDelivery delivery) =>
        (Recipient is null || delivery.Recipient == Recipient)
        && (State is null || delivery.State == State)
        && (Server is null || delivery.Server == Server || delivery.WaitsFor == Server)
        && Days.Has(DayRange.DayOf(TimeOf(delivery.Message)));

    /// <summary>When a message was posted.</summary>
    internal static DateTimeOffset TimeOf(string message) =>
        SortableTime.TryReadNewestFirst(message, out var time) ? time : default;
}
