using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Servers;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Settings;

/// <summary>
/// Remembers which envelope senders a server refuses. The rows are part of the configuration, which every instance
/// caches, so a delivery reads them without a storage call.
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
        const string kind = ConfigurationKinds.RefusedEnvelope;
        var before = await store.FindAsync<RefusedEnvelope>(kind, server.Id, cancellationToken);
        var known = before?.Value.For(server, now);
        var all = refusals | (known ?? EnvelopeRefusals.None);
        if (known == all)
            return;
        var after = new RefusedEnvelope(server.Host, server.UserName, all, now);
        await store.PutAsync(kind, server.Id, after, null, onlyNew: false, cancellationToken);
    }
}
