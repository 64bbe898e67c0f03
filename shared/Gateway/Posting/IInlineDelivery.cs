using Postern.Core.Threads;
using Postern.Core.Validation;

namespace Postern.Gateway.Posting;

/// <summary>Sends the deliveries of a message in the run that has just posted it.</summary>
public interface IInlineDelivery
{
    /// <summary>
    /// Returns the deliveries that it leaves to the queue; null when nobody knows which were sent, after a failure.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="deliveries">Its deliveries as they were inserted.</param>
    /// <param name="cancellationToken">No mail is begun after it is cancelled.</param>
    Task<IReadOnlyList<MessageDelivery>?> SendAsync(
        ThreadMessage message,
        IReadOnlyList<Versioned<MessageDelivery>> deliveries,
        CancellationToken cancellationToken
    );
}
