using Postern.Contracts.Events;
using Postern.Core.Configuration;
using Postern.Core.Events;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Publishing;

/// <summary>
/// Publishes the events whose type the parameter <c>mail.events</c> selects on the queue <c>mail-events</c>. At least
/// once: an event that is repeated after a crash has the same id.
/// </summary>
public sealed class EventPublisher(GatewayConfigurationSource configuration, MailQueues queues, PublicUrl url)
{
    public Task PublishAsync(MailEvent mailEvent, CancellationToken cancellationToken) =>
        PublishAsync([mailEvent], cancellationToken);

    public async Task PublishAsync(IEnumerable<MailEvent> events, CancellationToken cancellationToken)
    {
        var wanted = (await configuration.GetAsync(cancellationToken)).Parameters.Events;
        if (wanted.Count == 0)
            return;
        foreach (var mailEvent in events.Where(mailEvent => wanted.Contains(mailEvent.Type)))
        {
            var published = mailEvent with { Source = url.Root ?? mailEvent.Source };
            await queues.PutTextAsync(QueueNames.MailEvents, MailEvents.Write(published), cancellationToken);
        }
    }
}
