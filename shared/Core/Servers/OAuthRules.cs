using Postern.Contracts.Http;

namespace Postern.Core.Servers;

/// <summary>What the settings of a token must be like to be saved.</summary>
internal static class OAuthRules
{
    public static IEnumerable<FieldMessage> Errors(OAuthSettings settings)
    {
        if (!Uri.TryCreate(settings.TokenEndpoint, UriKind.Absolute, out var endpoint) || !IsAllowed(endpoint))
            yield return new(
                "oauth.tokenEndpoint",
                $"'{settings.TokenEndpoint}' is not an https address; the client's secret is sent there."
            );
        if (settings.ClientId.Length == 0 || settings.ClientId.Any(char.IsControl))
            yield return new("oauth.clientId", "must not be empty or hold control characters");
        if (settings.Scope is { } scope && (scope.Length == 0 || scope.Any(char.IsControl)))
            yield return new(
                "oauth.scope",
                "must not be empty or hold control characters; leave it out for the default"
            );
        if (!Enum.IsDefined(settings.Grant))
            yield return new("oauth.grant", $"{settings.Grant} is no kind of grant.");
    }

    // Plain text never leaves the machine, and the connection itself is refused outside development.
    private static bool IsAllowed(Uri endpoint) =>
        endpoint.UserInfo.Length == 0
        && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback));
}
