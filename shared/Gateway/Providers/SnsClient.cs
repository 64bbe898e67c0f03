using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postern.Core.Webhooks;

namespace Postern.Gateway.Providers;

/// <summary>
/// Requests the URLs in messages of SNS: the signing certificate, cached for a day, and the confirmation of a
/// subscription.
/// </summary>
/// <param name="handler">Opens the connections; in the gateway it checks every address.</param>
/// <param name="time">The clock for the validity of certificates.</param>
internal sealed class SnsClient(HttpMessageHandler handler, TimeProvider time) : IDisposable
{
    private const int Largest = 64 << 10;
    private const int MostKept = 16;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new(handler) { Timeout = Patience, MaxResponseContentBufferSize = Largest };
    private readonly ConcurrentDictionary<Uri, (string Pem, DateTimeOffset Until)> _certificates = new();

    /// <summary>Whether a message is signed by the certificate at a trusted URL.</summary>
    /// <exception cref="HttpRequestException">The certificate was not reached.</exception>
    public async Task<bool> VerifyAsync(SnsMessage message, Uri url, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!_certificates.TryGetValue(url, out var kept) || kept.Until <= now)
        {
            kept = (await _http.GetStringAsync(url, cancellationToken), now + Kept);
            if (_certificates.Count >= MostKept)
                _certificates.Clear();
            _certificates[url] = kept;
        }
        return IsSigned(message, kept.Pem, now);
    }

    /// <summary>Confirms a subscription; false if SNS refuses.</summary>
    /// <exception cref="HttpRequestException">SNS was not reached.</exception>
    public async Task<bool> ConfirmAsync(Uri url, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(url, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    public void Dispose() => _http.Dispose();

    private static bool IsSigned(SnsMessage message, string pem, DateTimeOffset now)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            using var key = certificate.GetRSAPublicKey();
            return certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime
                && now.UtcDateTime <= certificate.NotAfter.ToUniversalTime()
                && key is not null
                && message.IsSignedBy(key);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
