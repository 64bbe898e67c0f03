using System.Text.Json;
using Azure;
using Postern.Core.Attention;
using Postern.Core.Configuration;
using Postern.Core.Health;
using Postern.Gateway.Editing;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Operations;

/// <summary>Reads the health of the gateway for <c>GET /api/health</c>.</summary>
public sealed class HealthReader(
    GatewayStorage storage,
    ConfigurationEditor configuration,
    AttentionStore attention,
    ServerStatusReader servers,
    MailboxHealthReader mailboxes,
    RunningStore running,
    PublicUrl publicUrl,
    TimeProvider time
)
{
    private const int MostCounted = 1000;

    public async Task<HealthReport> ReadAsync(CancellationToken cancellationToken) =>
        await ReadFactsAsync(cancellationToken) with
        {
            Version = GatewayVersion.Current,
        };

    private async Task<HealthReport> ReadFactsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadStorageAsync(cancellationToken);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            var none = new Dictionary<string, int>();
            return new HealthReport(false, [new("storage", Reason(e))], none, none);
        }
    }

    /// <summary>What the gateway still does while it drains; null when it was not set to.</summary>
    public async Task<DrainStatus?> ReadDrainAsync(CancellationToken cancellationToken)
    {
        var current = await configuration.ReadAsync(cancellationToken);
        return DrainStatus.Of(current, await running.ListAsync(cancellationToken), time.GetUtcNow());
    }

    private async Task<HealthReport> ReadStorageAsync(CancellationToken cancellationToken)
    {
        var queues = await Task.WhenAll(QueueNames.All.Select(name => CountAsync(name, cancellationToken)));
        await storage.Container(ContainerNames.RawMail).GetPropertiesAsync(cancellationToken: cancellationToken);
        var items = await attention.ListAsync(MostCounted, cancellationToken);
        var current = await configuration.ReadAsync(cancellationToken);
        var (outgoing, waiting) = await servers.ReadAsync(current, cancellationToken);
        return HealthRules.Report(
            new HealthFacts
            {
                Configuration = current,
                HasPublicUrl = publicUrl.IsSet,
                Servers = outgoing,
                Waiting = waiting,
                Mailboxes = await mailboxes.ReadAsync(current, cancellationToken),
                Attention = items.CountBy(NameOfKind).ToDictionary(),
                Queues = queues.Where(queue => queue.Count > 0).ToDictionary(queue => queue.Name, queue => queue.Count),
                Running = current.Drain is null ? [] : await running.ListAsync(cancellationToken),
                Now = time.GetUtcNow(),
            }
        );
    }

    private static string NameOfKind(AttentionItem item) =>
        JsonNamingPolicy.CamelCase.ConvertName(item.Kind.ToString());

    private async Task<(string Name, int Count)> CountAsync(string name, CancellationToken cancellationToken) =>
        (name, (await storage.Queue(name).GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount);

    // The first line is the reason; the rest are header fields of the response.
    private static string Reason(Exception e) =>
        $"The storage account does not answer as it should: {e.GetBaseException().Message.Split('\n')[0].Trim()}";
}
