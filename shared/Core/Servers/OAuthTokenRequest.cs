using System.Text.Json;
using Postern.Contracts.Http;

namespace Postern.Core.Servers;

/// <summary>Builds requests to a token endpoint and parses its responses (RFC 6749 §4.4, §5, §6).</summary>
public static class OAuthTokenRequest
{
    private const int LongestError = 400;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    // A response may omit the lifetime; all known endpoints issue tokens that live longer than this.
    private static readonly TimeSpan UnknownLifetime = TimeSpan.FromMinutes(10);

    // Beyond it a lifetime says nothing more, and a time to renew at could lie after the last that there is.
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3650);

    /// <summary>The form fields to post. A public client has no secret.</summary>
    public static IReadOnlyDictionary<string, string> Form(
        OAuthSettings settings,
        string? clientSecret,
        string? refreshToken
    )
    {
        var form = new Dictionary<string, string> { ["client_id"] = settings.ClientId };
        if (clientSecret is not null)
            form["client_secret"] = clientSecret;
        if (settings.Scope is { } scope)
            form["scope"] = scope;
        form["grant_type"] = settings.Grant == OAuthGrant.RefreshToken ? "refresh_token" : "client_credentials";
        if (settings.Grant == OAuthGrant.RefreshToken && refreshToken is not null)
            form["refresh_token"] = refreshToken;
        return form;
    }

    /// <summary>Parses a response.</summary>
    /// <param name="host">Host of the endpoint, for messages.</param>
    /// <param name="succeeded">Whether the HTTP status was a success.</param>
    /// <param name="body">The response body.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="OAuthException">It contains no token; the message quotes the endpoint's error.</exception>
    public static OAuthToken Read(string host, bool succeeded, string body, DateTimeOffset now)
    {
        var response = Parse(host, body);
        if (!succeeded || Text(response, "access_token") is not { Length: > 0 } token)
            throw new OAuthException($"The token endpoint {host} gave no token: {ErrorOf(response)}");
        var lifetime = Duration(response, "expires_in") ?? UnknownLifetime;
        var margin = lifetime > 2 * Margin ? Margin : lifetime / 2;
        // This member is not standardised, but the large providers use it.
        var refreshLifetime = Duration(response, "refresh_token_expires_in");
        return new OAuthToken(
            token,
            RenewAt: now + lifetime - margin,
            Text(response, "refresh_token"),
            RefreshExpires: now + refreshLifetime
        );
    }

    private static JsonElement Parse(string host, string body)
    {
        try
        {
            var response = JsonSerializer.Deserialize<JsonElement>(body);
            return response.ValueKind == JsonValueKind.Object && response.EnumerateObject().All(IsReadable)
                ? response
                : throw new JsonException("no object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new OAuthException($"The token endpoint {host} answered with something that is no JSON object.", e);
        }
    }

    // Escapes can spell half of a surrogate pair, on which every reading of the text throws.
    private static bool IsReadable(JsonProperty member) =>
        member.Name.Length >= 0
        && (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString() is not null);

    private static string ErrorOf(JsonElement response)
    {
        string?[] members = [Text(response, "error"), Text(response, "error_description")];
        var text = string.Join(": ", members.Where(member => !string.IsNullOrEmpty(member)));
        var line = text.Split('\n', 2)[0].Trim();
        return line.Length == 0 ? "it gave no reason" : line[..Math.Min(line.Length, LongestError)];
    }

    private static TimeSpan? Duration(JsonElement response, string name) =>
        response.TryGetProperty(name, out var value) && Seconds(value) is { } seconds
            ? TimeSpan.FromSeconds(Math.Min(seconds, (long)LongestLifetime.TotalSeconds))
            : null;

    private static string? Text(JsonElement response, string name) =>
        response.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // Some endpoints write the number as a string.
    private static long? Seconds(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) && number > 0 => number,
            JsonValueKind.String when long.TryParse(value.GetString(), out var number) && number > 0 => number,
            _ => null,
        };
}
