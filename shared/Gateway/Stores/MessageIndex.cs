using Postern.Core.Finding;
using Postern.Core.People;
using Postern.Core.Threads;

namespace Postern.Gateway.Stores;

/// <summary>
/// Writes the rows by which messages on threads are found later: the thread by the day, and each delivery by its
/// recipient. Idempotent.
/// </summary>
public sealed class MessageIndex(RecentStore recent, SentOutStore sentOut)
{
    /// <summary>Adds a message and some of its deliveries.</summary>
    public Task AddAsync(
        ThreadMessage message,
        IEnumerable<MessageDelivery> deliveries,
        CancellationToken cancellationToken
    ) =>
        Task.WhenAll(
            recent.AddAsync(RecentThread.Of(message.Thread, message.Time), cancellationToken),
            AddDeliveriesAsync(message, deliveries, cancellationToken)
        );

    /// <summary>Adds some deliveries of a message.</summary>
    public Task AddDeliveriesAsync(
        ThreadMessage message,
        IEnumerable<MessageDelivery> deliveries,
        CancellationToken cancellationToken
    ) =>
        sentOut.AddAsync(MailSentOut.Of(message), deliveries.Select(delivery => delivery.Recipient), cancellationToken);
}
