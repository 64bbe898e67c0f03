using Postern.Contracts.Http;

namespace Postern.Core.Access;

/// <summary>Who a request of the HTTP API comes from.</summary>
/// <param name="Name">Name of the key, or of the person who has signed in.</param>
/// <param name="Scopes">What they may do.</param>
public sealed record Caller(string Name, IReadOnlyCollection<ApiScope> Scopes)
{
    /// <summary>Identifier of the key; null without one.</summary>
    public string? KeyId { get; init; }

    /// <summary>From when on the key opens nothing; null = never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Whoever has shown the master key to the host.</summary>
    public static Caller Master { get; } = new("the host's master key", [ApiScope.Admin]);

    public static Caller Of(ApiKey key) => new(key.Name, [key.Scope]) { KeyId = key.Id, Expires = key.Expires };

    /// <summary>Whether one of these scopes suffices, or that of an administrator.</summary>
    public bool May(IReadOnlyCollection<ApiScope> anyOf) =>
        Scopes.Contains(ApiScope.Admin) || Scopes.Any(anyOf.Contains);
}
