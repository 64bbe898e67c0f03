namespace Postern.Core.Limits;

/// <summary>Mail that waits for an outgoing server is to be decided about again, before its time.</summary>
/// <param name="Server">Id of the server; null for every server.</param>
/// <param name="Before">The mail that waited before this time, at which the release begins.</param>
public sealed record WaitingRelease(string? Server, DateTimeOffset Before);
