using Postern.Contracts.Http;

namespace Postern.Core.Servers;

/// <summary>Validates OAuth settings that are to be stored.</summary>
internal static class OAuthRules
{
    private const string ScopeRule = "must not be empty or hold control characters; leave it out for the default";

    public static IEnumerable<FieldMessage> Errors(OAuthSettings settings)
    {
        if (!Uri.TryCreate(settings.TokenEndpoint, UriKind.Absolute, out var endpoint) || !IsAllowed(endpoint))
        {
            var text = $"'{settings.TokenEndpoint}' is not an https address; the client's secret is sent there.";
            yield return new("oauth.tokenEndpoint", text);
        }
        if (settings.ClientId.Length == 0 || settings.ClientId.Any(char.IsControl))
            yield return new("oauth.clientId", "must not be empty or hold control characters");
        if (settings.Scope is { } scope && (scope.Length == 0 || scope.Any(char.IsControl)))
            yield return new("oauth.scope", ScopeRule);
        if (!Enum.IsDefined(settings.Grant))
            yield return new("oauth.grant", $"{settings.Grant} is no kind of grant.");
    }

    // Plain http is accepted for the own machine only, and connections to that are rejected outside development.
    private static bool IsAllowed(Uri endpoint) =>
        endpoint.UserInfo.Length == 0
        && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback));
}
