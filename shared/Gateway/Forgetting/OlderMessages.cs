using Postern.Gateway.Storage;

namespace Postern.Gateway.Forgetting;

/// <summary>Finds messages on the queues that were put there before a time and may hold mail or addresses.</summary>
internal sealed class OlderMessages(GatewayStorage storage)
{
    private const int Shown = 32;
    private static readonly string[] Queues =
    [
        .. QueueNames
            .Triggers.Where(name => name != QueueNames.MailboxFetch)
            .SelectMany(name => new[] { name, name + QueueNames.PoisonSuffix }),
    ];

    /// <summary>A queue with such a message; null when there is none among those that a look shows.</summary>
    public async Task<string?> FindAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach (var name in Queues)
        {
            var messages = (await storage.Queue(name).PeekMessagesAsync(Shown, cancellationToken)).Value;
            if (messages.Any(message => message.InsertedOn < before))
                return name;
        }
        return null;
    }
}
