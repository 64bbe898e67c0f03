using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Health;
using Postern.Core.Limits;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>Reads the state of the outgoing servers, for monitoring.</summary>
public sealed class ServerStatusReader(LimitStore store, DueStore due, TimeProvider time)
{
    /// <summary>One for each server that mail may be sent through, and all deliveries that wait.</summary>
    public async Task<(IReadOnlyList<ServerStatus> Servers, WaitingDeliveries Waiting)> ReadAsync(
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var waiting = await due.ReadWaitingAsync(now, cancellationToken);
        var health = await store.ListHealthAsync(cancellationToken);
        var contacts = await store.ListContactsAsync(cancellationToken);
        var servers = await Task.WhenAll(InUse(configuration).Select(ReadAsync));
        return (servers, waiting);

        async Task<ServerStatus> ReadAsync(OutgoingServer server)
        {
            var usage = SendQuota.Applies(server)
                ? await store.FindUsageAsync(server.Id, cancellationToken)
                : new SendUsage();
            var trouble = health.GetValueOrDefault(server.Id);
            var limits = ServerLimits.Of(server, usage, trouble, now);
            var contact = contacts.GetValueOrDefault(server.Id);
            return ServerStatus.Of(server, limits, trouble, contact, waiting.At(server.Id), now);
        }
    }

    private static List<OutgoingServer> InUse(GatewayConfiguration configuration)
    {
        var active = configuration.OutgoingServers.Where(server => server.Active).ToList();
        return active.Count == 0 && configuration.DefaultServer is { } only ? [only] : active;
    }
}
