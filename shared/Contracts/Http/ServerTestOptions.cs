namespace Postern.Contracts.Http;

/// <summary>Options of the test of an outgoing server.</summary>
/// <param name="From">The sender to test; null = an address that the server's From filter allows.</param>
/// <param name="To">The recipient to test; null = the postmaster of the sender's domain.</param>
public sealed record ServerTestOptions(string? From = null, string? To = null);
