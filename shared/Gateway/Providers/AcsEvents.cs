using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Postern.Core.Webhooks;

namespace Postern.Gateway.Providers;

/// <summary>
/// Delivery reports of Azure Communication Services, which Event Grid pushes in its own schema or as CloudEvents. Event Grid does not sign what it
/// sends: the setting <c>Acs__Key</c> is a secret that the address of the subscription carries (<c>?key=…</c>), or a header field of it.
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
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)),
            SHA256.HashData(Encoding.UTF8.GetBytes(_key))
        );

    private static string? Read(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } key)
            return null;
        return key.Length >= ShortestKey
            ? key
            : throw new InvalidOperationException(
                $"Setting Acs__Key has {key.Length} characters; it must have {ShortestKey} at least."
            );
    }
}
