namespace Postern.Core.Validation;

/// <summary>A stored value with its version, for optimistic concurrency.</summary>
/// <param name="Value">The value as it was read.</param>
/// <param name="Version">Opaque; changes whenever the stored value does.</param>
public sealed record Versioned<T>(T Value, string Version);
