using Postern.Core.Webhooks;

namespace Postern.Gateway.Providers;

/// <summary>
/// A mail provider that reports on deliveries by HTTP instead of by mail. One that is added needs a file of its own and a line where services are
/// registered: it says whether a request is genuine, answers the provider's handshake, and turns its events into reports.
/// </summary>
public interface IDeliveryEventProvider
{
    /// <summary>The last segment of the address that the provider calls: <c>/api/inbound/{name}</c>.</summary>
    string Name { get; }

    /// <summary>Whether the gateway is set up for it; if not, there is nothing at its address.</summary>
    bool IsSetUp { get; }

    /// <summary>Reads a request of the provider's, or of somebody who says so.</summary>
    Task<ProviderReading> ReadAsync(ProviderRequest request, CancellationToken cancellationToken);
}
