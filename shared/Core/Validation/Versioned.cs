namespace Postern.Core.Validation;

/// <summary>A stored value with the version that says whether somebody changed it since.</summary>
/// <param name="Value">The value as it was read.</param>
/// <param name="Version">Opaque; two readings with the same version are the same.</param>
public sealed record Versioned<T>(T Value, string Version);
