using Postern.Contracts.Http;
using Postern.Core.Limits;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>Reads how far the limits of servers are used, for administrators.</summary>
public sealed class ServerLimitsReader(LimitStore store, TimeProvider time)
{
    public async Task<ServerLimits> ReadAsync(OutgoingServer server, CancellationToken cancellationToken) =>
        (await ReadAsync([server], cancellationToken))[0];

    /// <summary>In the order of the servers.</summary>
    public async Task<IReadOnlyList<ServerLimits>> ReadAsync(
        IReadOnlyList<OutgoingServer> servers,
        CancellationToken cancellationToken
    )
    {
        var health = await store.ListHealthAsync(cancellationToken);
        return await Task.WhenAll(
            servers.Select(async server =>
            {
                var usage = SendQuota.Applies(server)
                    ? await store.FindUsageAsync(server.Id, cancellationToken)
                    : new SendUsage();
                return ServerLimits.Of(server, usage, health.GetValueOrDefault(server.Id), time.GetUtcNow());
            })
        );
    }
}
