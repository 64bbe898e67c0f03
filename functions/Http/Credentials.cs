using Microsoft.AspNetCore.Http;

namespace Postern.Functions.Http;

/// <summary>Finds the key that a request shows.</summary>
internal static class Credentials
{
    public const string KeyHeader = "x-functions-key";
    public const string QueryMember = "code";
    private const string Bearer = "Bearer ";

    /// <summary>The text in <c>Authorization: Bearer</c> or <c>x-functions-key</c>; null without one.</summary>
    public static string? InHeader(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        return request.Headers.TryGetValue(KeyHeader, out var key) ? key.ToString() : null;
    }

    /// <summary>The text in the query; null without one.</summary>
    public static string? InQuery(HttpRequest request) => request.Query[QueryMember].FirstOrDefault();
}
