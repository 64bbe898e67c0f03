using System.Diagnostics;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Outbound;

/// <summary>What becomes of the deliveries of a batch that were not sent.</summary>
public sealed class UnsentMail(KeptBackMail keptBack, MailQueues queues)
{
    public Task KeepAsync(UnsentDelivery left, SendableBatch batch, CancellationToken cancellationToken)
    {
        var isOnly = batch.Deliveries.Count == 1;
        return left.Cause switch
        {
            UnsentCause.Spool => keptBack.ForSpoolAsync(left.Delivery, batch.Configuration, cancellationToken),
            // Each gets a time of its own.
            UnsentCause.Wait when isOnly => keptBack.LaterAsync(
                left.Delivery,
                left.Wait!,
                batch.Configuration,
                cancellationToken
            ),
            UnsentCause.Claimed when isOnly => keptBack.ForLeaseAsync(left.Delivery, cancellationToken),
            UnsentCause.Wait or UnsentCause.Claimed or UnsentCause.Time => queues.PutTextAsync(
                left.Delivery.Queue,
                WaitingMail.Message(left.Delivery.Reference),
                cancellationToken
            ),
            _ => throw new UnreachableException(),
        };
    }
}
