using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Postern.Core.Webhooks;

namespace Postern.Gateway.Providers;

/// <summary>
/// Delivery reports of Azure Communication Services, which Event Grid pushes in its own schema or as CloudEvents. Event
/// Grid does not sign its requests: the setting <c>Acs__Key</c> is a secret that the URL of the subscription
/// (<c>?key=…</c>) or one of its header fields contains.
/// </summary>
internal sealed class AcsEvents(IConfiguration configuration) : IDeliveryEventProvider
{
    public const string Setting = "Acs:Key";
    public const string KeyHeader = "X-Event-Key";
    private const int ShortestKey = 16;

    private readonly string? _key = Read(configuration);

    public string Name => "acs";

    public bool IsSetUp => _key is not null;

    public Task<ProviderReading> ReadAsync(ProviderRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Read(request));

    private ProviderReading Read(ProviderRequest request)
    {
        if (!IsKey(request.Header(KeyHeader)) && !IsKey(request.Query("key")))
            return ProviderReading.Refused.Stranger("The key is missing or wrong.");
        return AcsReports.Read(request);
    }

    private bool IsKey(string? given) =>
        _key is not null
        && given is not null
        && CryptographicOperations.FixedTimeEquals(DigestOf(given), DigestOf(_key));

    // The comparison takes the same time only for the same length.
    private static byte[] DigestOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string? Read(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } key)
            return null;
        if (key.Length >= ShortestKey)
            return key;
        throw new InvalidOperationException(
            $"Setting Acs__Key has {key.Length} characters; it must have {ShortestKey} at least."
        );
    }
}
