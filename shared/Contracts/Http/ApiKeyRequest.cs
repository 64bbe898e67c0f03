namespace Postern.Contracts.Http;

/// <summary>The key of the HTTP API that is to be made.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>Name by which people know it: 1 to 100 characters on one line.</summary>
    public required string Name { get; init; }

    /// <summary>What it opens.</summary>
    public required ApiScope Scope { get; init; }

    /// <summary>From when on it opens nothing; null = never.</summary>
    public DateTimeOffset? Expires { get; init; }
}
