using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Tokens;

/// <summary>
/// Requests access tokens from token endpoints. Connections are checked like those to mail servers, and outside
/// development they must use https.
/// </summary>
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

    /// <exception cref="OAuthException">The endpoint was not reached, or returned no token.</exception>
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
            var json = await response.Content.ReadAsStringAsync(cancellationToken);
            return OAuthTokenRequest.Read(endpoint.Host, response.IsSuccessStatusCode, json, _time.GetUtcNow());
        }
        catch (Exception e) when (IsUnreachable(e, cancellationToken))
        {
            var reason = (e.InnerException ?? e).Message;
            throw new OAuthException($"The token endpoint {endpoint.Host} was not reached: {reason}", e);
        }
    }

    private static bool IsUnreachable(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public void Dispose() => _http.Dispose();
}
