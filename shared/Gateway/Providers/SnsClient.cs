using System.Collections.Concurrent;
using System.Net;
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
    /// <exception cref="SnsException">The certificate was not fetched.</exception>
    public async Task<bool> VerifyAsync(SnsMessage message, Uri url, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!_certificates.TryGetValue(url, out var kept) || kept.Until <= now)
        {
            kept = (
                await AskAsync(() => _http.GetStringAsync(url, cancellationToken), url, cancellationToken),
                now + Kept
            );
            if (_certificates.Count >= MostKept)
                _certificates.Clear();
            _certificates[url] = kept;
        }
        return IsSigned(message, kept.Pem, now);
    }

    /// <summary>Confirms a subscription; false if SNS refuses.</summary>
    /// <exception cref="SnsException">SNS was not reached.</exception>
    public async Task<bool> ConfirmAsync(Uri url, CancellationToken cancellationToken)
    {
        using var response = await AskAsync(() => _http.GetAsync(url, cancellationToken), url, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (IsUnanswered(e, cancellationToken))
        {
            // What SNS says it does not have will not come, and whoever named it is nobody to wait for.
            var isDenied =
                e is HttpRequestException { StatusCode: >= HttpStatusCode.BadRequest and < (HttpStatusCode)500 };
            throw new SnsException($"{url.Host} gave no answer to '{url.AbsolutePath}': {e.Message}", !isDenied, e);
        }
    }

    private static bool IsUnanswered(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

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

/// <summary>SNS did not answer.</summary>
/// <param name="message">Whom the gateway asked, and what came of it.</param>
/// <param name="passes">Whether it may answer later.</param>
/// <param name="cause">What failed.</param>
internal sealed class SnsException(string message, bool passes, Exception cause) : Exception(message, cause)
{
    public bool Passes => passes;
}
