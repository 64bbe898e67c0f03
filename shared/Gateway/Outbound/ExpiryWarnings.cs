using Postern.Core.Delivery;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Lists a server on the attention list that rejects the gateway's credentials, a day before the first mail that waits
/// for it is given up: once for all that would end on one day.
/// </summary>
public sealed class ExpiryWarnings(
    AttentionStore attention,
    GatewayConfigurationSource configuration,
    TimeProvider time
)
{
    private (string Server, DateTime Day)? _last;

    /// <param name="waiting">The delivery as it was stored.</param>
    /// <param name="retry">How long it is tried from when it was first due.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task WarnAsync(MessageDelivery waiting, TimeSpan retry, CancellationToken cancellationToken)
    {
        if (!DeliveryTerm.NeedsWarning(waiting, retry, time.GetUtcNow()))
            return;
        var (server, end) = (waiting.WaitsFor!, DeliveryTerm.EndOf(waiting, retry)!.Value);
        var warning = (server, end.UtcDateTime.Date);
        if (_last == warning)
            return;
        var name = (await configuration.GetAsync(cancellationToken)).OutgoingServer(server)?.Name ?? server;
        await attention.AddExpiringAsync(server, name, end, waiting.Reply ?? "", cancellationToken);
        _last = warning;
    }
}
