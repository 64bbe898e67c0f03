using System.Text.Json;
using Postern.Contracts.Events;
using Postern.Core.Configuration;
using Postern.Core.Events;
using Postern.Core.Text;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Publishing;

/// <summary>
/// Puts events on the queue <c>mail-events</c>, those whose type the parameter <c>mail.events</c> names. At least once: what is done again
/// after a crash is told again, under the same id.
/// </summary>
public sealed class EventPublisher(GatewayConfigurationSource configuration, MailQueues queues, PublicUrl url)
{
    public Task PublishAsync(MailEvent told, CancellationToken cancellationToken) =>
        PublishAsync([told], cancellationToken);

    public async Task PublishAsync(IEnumerable<MailEvent> events, CancellationToken cancellationToken)
    {
        var wanted = (await configuration.GetAsync(cancellationToken)).Parameters.Events;
        if (wanted.Count == 0)
            return;
        foreach (var told in events.Where(told => wanted.Contains(told.Type)))
        {
            var whole = told with { Source = url.Root ?? told.Source, Data = told.Data.Shorten() };
            await queues.PutTextAsync(
                QueueNames.MailEvents,
                JsonSerializer.Serialize(whole, PosternJson.Strict),
                cancellationToken
            );
        }
    }
}
