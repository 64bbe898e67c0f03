using Postern.Contracts;
using Postern.Core.Finding;

namespace Postern.Gateway.Searching;

/// <summary>
/// The list of deliveries over all threads. Those to one address are found by rows made for it; what waits, by the table
/// of what is due and the attention list; all others by the threads on which something was posted.
/// </summary>
public sealed class DeliveryFinder(SentOutFinder sentOut, WaitingFinder waiting, PostedFinder posted)
{
    /// <summary>The next deliveries.</summary>
    /// <param name="filter">Which deliveries.</param>
    /// <param name="place">Where the list goes on; null for its beginning.</param>
    /// <param name="limit">Most deliveries.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public Task<FoundPage<FoundDelivery>> FindAsync(
        DeliveryFilter filter,
        string? place,
        int limit,
        CancellationToken cancellationToken
    ) =>
        filter switch
        {
            { Recipient: not null } => sentOut.FindAsync(filter, place, limit, cancellationToken),
            { State: DeliveryState.Waiting } => waiting.FindAsync(filter, place, limit, cancellationToken),
            _ => posted.FindAsync(filter, place, limit, cancellationToken),
        };
}
