using System.Text.Json;
using Postern.Contracts.Http;

namespace Postern.Core.Servers;

/// <summary>Writes requests to a token endpoint and reads its answers (RFC 6749 §4.4, §5, §6).</summary>
public static class OAuthTokenRequest
{
    private const int LongestWords = 400;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    // An endpoint need not say how long a token lives; this short a time is safe with all that are known.
    private static readonly TimeSpan UnknownLifetime = TimeSpan.FromMinutes(10);

    /// <summary>The form to post. A public client has no secret.</summary>
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

    /// <summary>Reads an answer.</summary>
    /// <exception cref="OAuthException">It holds no token; the message has the endpoint's words.</exception>
    public static OAuthToken Read(string host, bool succeeded, string body, DateTimeOffset now)
    {
        var answer = Parse(host, body);
        if (!succeeded || Text(answer, "access_token") is not { Length: > 0 } token)
            throw new OAuthException($"The token endpoint {host} gave no token: {Words(answer)}");
        var lifetime =
            answer.TryGetProperty("expires_in", out var expires) && Seconds(expires) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : UnknownLifetime;
        return new OAuthToken(
            token,
            now + lifetime - (lifetime > 2 * Margin ? Margin : lifetime / 2),
            Text(answer, "refresh_token"),
            RefreshExpires(answer, now)
        );
    }

    // No standard has this member, and the large providers that give such a time use it.
    private static DateTimeOffset? RefreshExpires(JsonElement answer, DateTimeOffset now) =>
        answer.TryGetProperty("refresh_token_expires_in", out var expires) && Seconds(expires) is { } seconds
            ? now.AddSeconds(seconds)
            : null;

    private static JsonElement Parse(string host, string body)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<JsonElement>(body);
            return answer.ValueKind == JsonValueKind.Object ? answer : throw new JsonException("no object");
        }
        catch (JsonException e)
        {
            throw new OAuthException($"The token endpoint {host} answered with something that is no JSON object.", e);
        }
    }

    private static string Words(JsonElement answer)
    {
        var words = string.Join(
            ": ",
            new[] { Text(answer, "error"), Text(answer, "error_description") }.Where(text =>
                !string.IsNullOrEmpty(text)
            )
        );
        var line = words.Split('\n', 2)[0].Trim();
        return line.Length == 0 ? "it gave no reason" : line[..Math.Min(line.Length, LongestWords)];
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // Some endpoints write the number as text.
    private static long? Seconds(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) && number > 0 => number,
            JsonValueKind.String when long.TryParse(value.GetString(), out var number) && number > 0 => number,
            _ => null,
        };
}
