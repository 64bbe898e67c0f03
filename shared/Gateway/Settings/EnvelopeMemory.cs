using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Servers;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Settings;

/// <summary>
/// Remembers which envelope senders servers refuse. The rows are part of the configuration, which every instance has at hand: knowing costs
/// a delivery nothing.
/// </summary>
public sealed class EnvelopeMemory(ConfigurationStore store, TimeProvider time)
{
    /// <summary>What a server is known to refuse.</summary>
    public EnvelopeRefusals Known(GatewayConfiguration configuration, OutgoingServer server) =>
        configuration.RefusedEnvelopes.GetValueOrDefault(server.Id)?.For(server, time.GetUtcNow())
        ?? EnvelopeRefusals.None;

    /// <summary>Adds to what a server is known to refuse.</summary>
    public async Task RememberAsync(
        OutgoingServer server,
        EnvelopeRefusals refusals,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var before = await store.FindAsync<RefusedEnvelope>(
            ConfigurationKinds.RefusedEnvelope,
            server.Id,
            cancellationToken
        );
        var all = refusals | (before?.Value.For(server, now) ?? EnvelopeRefusals.None);
        if (before is not null && before.Value.For(server, now) == all)
            return;
        await store.PutAsync(
            ConfigurationKinds.RefusedEnvelope,
            server.Id,
            new RefusedEnvelope(server.Host, server.UserName, all, now),
            null,
            onlyNew: false,
            cancellationToken
        );
    }
}
