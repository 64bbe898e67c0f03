using System.Text.Json;
using Azure;
using Postern.Core.Configuration;
using Postern.Core.Health;
using Postern.Gateway.Editing;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Operations;

/// <summary>Looks how the gateway is.</summary>
public sealed class HealthReader(
    GatewayStorage storage,
    ConfigurationEditor configuration,
    AttentionStore attention,
    ServerLimitsReader limits,
    MailboxHealthReader mailboxes,
    PublicUrl publicUrl,
    TimeProvider time
)
{
    private const int Counted = 1000;

    public async Task<HealthReport> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var queues = await Task.WhenAll(QueueNames.All.Select(name => CountAsync(name, cancellationToken)));
            await storage.Container(ContainerNames.RawMail).GetPropertiesAsync(cancellationToken: cancellationToken);
            var items = await attention.ListAsync(Counted, cancellationToken);
            var current = await configuration.ReadAsync(cancellationToken);
            var boxes = await mailboxes.ReadAsync(current, cancellationToken);
            return new HealthReport(
                true,
                [
                    .. HealthRules.Problems(current, publicUrl.IsSet),
                    .. await limits.ProblemsAsync(current, cancellationToken),
                    .. boxes.SelectMany(mailbox => mailbox.Problems(time.GetUtcNow())),
                ],
                items.CountBy(item => JsonNamingPolicy.CamelCase.ConvertName(item.Kind.ToString())).ToDictionary(),
                queues.Where(queue => queue.Count > 0).ToDictionary(queue => queue.Name, queue => queue.Count)
            )
            {
                Mailboxes = boxes,
            };
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            return new HealthReport(
                false,
                [new("storage", Reason(e))],
                new Dictionary<string, int>(),
                new Dictionary<string, int>()
            );
        }
    }

    private async Task<(string Name, int Count)> CountAsync(string name, CancellationToken cancellationToken) =>
        (name, (await storage.Queue(name).GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount);

    // The first line says what it is; the rest are header fields of the answer.
    private static string Reason(Exception e) =>
        $"The storage account does not answer as it should: {e.GetBaseException().Message.Split('\n')[0].Trim()}";
}
