namespace Postern.Contracts.Http;

/// <summary>The administrator's key that is made with the host's master key.</summary>
public sealed record FirstKeyRequest
{
    /// <summary>Name by which people know it: 1 to 100 characters on one line.</summary>
    public string Name { get; init; } = "first";

    /// <summary>Whether one is made although there is an administrator's key, for instance since that is lost.</summary>
    public bool Again { get; init; }
}
