using System.Text.Json;
using Postern.Contracts.Queues;
using Postern.Core.Text;

namespace Postern.Gateway.Storage;

/// <summary>
/// Puts messages on the gateway's queues. They never expire: a message that waits too long must be seen, not dropped.
/// </summary>
public sealed class MailQueues(GatewayStorage storage)
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    public Task PutAsync<T>(string queue, T item, CancellationToken cancellationToken)
        where T : QueueContract => PutTextAsync(queue, Write(item), cancellationToken);

    /// <summary>The text of a queue message.</summary>
    public static string Write<T>(T item)
        where T : QueueContract => JsonSerializer.Serialize(item, PosternJson.Strict);

    /// <summary>Puts a message as it is, such as one that was on a queue before.</summary>
    public Task PutTextAsync(string queue, string message, CancellationToken cancellationToken) =>
        storage.Queue(queue).SendMessageAsync(message, visibilityTimeout: null, timeToLive: Never, cancellationToken);

    /// <summary>The same for a message that nobody gets before a time has passed.</summary>
    public Task PutTextAsync(string queue, string message, TimeSpan delay, CancellationToken cancellationToken) =>
        storage.Queue(queue).SendMessageAsync(message, delay, Never, cancellationToken);
}
