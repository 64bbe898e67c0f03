using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Tokens;

/// <summary>Asks a token endpoint for an access token. The connection is checked like one to a mail server, and outside development it is https.</summary>
public sealed class OAuthTokenEndpoint : IDisposable
{
    private const int LongestAnswer = 256 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly GuardedConnector _connector;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public OAuthTokenEndpoint(GuardedConnector connector, TimeProvider time)
    {
        (_connector, _time) = (connector, time);
        _http = new HttpClient(GuardedHttp.Handler(connector))
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }

    /// <exception cref="OAuthException">The endpoint was not reached, or gave no token.</exception>
    public async Task<OAuthToken> RequestAsync(
        OAuthSettings settings,
        string? clientSecret,
        string? refreshToken,
        CancellationToken cancellationToken
    )
    {
        var endpoint = new Uri(settings.TokenEndpoint);
        if (endpoint.Scheme != Uri.UriSchemeHttps && !_connector.AllowsPlainText)
            throw new OAuthException($"The token endpoint {endpoint.Host} is not asked without TLS.");
        try
        {
            using var form = new FormUrlEncodedContent(OAuthTokenRequest.Form(settings, clientSecret, refreshToken));
            using var response = await _http.PostAsync(endpoint, form, cancellationToken);
            return OAuthTokenRequest.Read(
                endpoint.Host,
                response.IsSuccessStatusCode,
                await response.Content.ReadAsStringAsync(cancellationToken),
                _time.GetUtcNow()
            );
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new OAuthException(
                $"The token endpoint {endpoint.Host} was not reached: {(e.InnerException ?? e).Message}",
                e
            );
        }
    }

    public void Dispose() => _http.Dispose();
}
