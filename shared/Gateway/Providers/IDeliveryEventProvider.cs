using Postern.Core.Webhooks;

namespace Postern.Gateway.Providers;

/// <summary>
/// A mail provider that reports on deliveries by HTTP instead of by mail. An implementation verifies a request, answers
/// the provider's handshake and translates its events into delivery reports. A new provider needs its class and its
/// registration as a service.
/// </summary>
public interface IDeliveryEventProvider
{
    /// <summary>The last segment of the URL that the provider calls: <c>/api/inbound/{name}</c>.</summary>
    string Name { get; }

    /// <summary>Whether the settings for this provider exist; if not, its URL is answered 404.</summary>
    bool IsSetUp { get; }

    /// <summary>Verifies and reads a request.</summary>
    Task<ProviderReading> ReadAsync(ProviderRequest request, CancellationToken cancellationToken);
}
