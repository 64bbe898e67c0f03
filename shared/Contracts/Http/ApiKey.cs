namespace Postern.Contracts.Http;

/// <summary>A key of the HTTP API, without its secret.</summary>
public sealed record ApiKey
{
    /// <summary>Its identifier, which is part of its text.</summary>
    public required string Id { get; init; }

    /// <summary>Name by which people know it.</summary>
    public required string Name { get; init; }

    /// <summary>What it opens.</summary>
    public required ApiScope Scope { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it opens nothing; null = never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>When it was last used, to the hour; null = never.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>When it was revoked; null = it was not.</summary>
    public DateTimeOffset? Revoked { get; init; }
}
