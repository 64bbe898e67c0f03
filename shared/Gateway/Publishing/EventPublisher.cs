using Postern.Contracts.Events;
using Postern.Core.Configuration;
using Postern.Core.Events;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Publishing;

/// <summary>
/// Publishes the events whose type the parameter <c>mail.events</c> selects on the queue <c>mail-events</c>, and on the
/// Event Grid topic where there is one. At least once: an event that is repeated after a crash has the same id.
/// </summary>
public sealed class EventPublisher(
    GatewayConfigurationSource configuration,
    EventGridSettings settings,
    EventTopic topic,
    MailQueues queues,
    PublicUrl url
)
{
    public Task PublishAsync(MailEvent mailEvent, CancellationToken cancellationToken) =>
        PublishAsync([mailEvent], cancellationToken);

    public async Task PublishAsync(IEnumerable<MailEvent> events, CancellationToken cancellationToken)
    {
        var wanted = (await configuration.GetAsync(cancellationToken)).Parameters.Events;
        if (wanted.Count == 0)
            return;
        var texts = events.Where(mailEvent => wanted.Contains(mailEvent.Type)).Select(Write).ToList();
        if (settings.KeepsQueue)
            await PutAsync(QueueNames.MailEvents, texts, cancellationToken);
        // Mail does not wait for the topic: what it does not take is stored, and sent again by housekeeping.
        if (topic.IsSetUp && !await topic.TryPublishAsync(texts, cancellationToken))
            await PutAsync(QueueNames.TopicEvents, texts, cancellationToken);
    }

    private string Write(MailEvent mailEvent) =>
        MailEvents.Write(mailEvent with { Source = url.Root ?? mailEvent.Source });

    private async Task PutAsync(string queue, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        foreach (var text in texts)
            await queues.PutTextAsync(queue, text, cancellationToken);
    }
}
