namespace Postern.Contracts.Http;

/// <summary>What a test may be asked to use; what is null is chosen by the server's From filter.</summary>
/// <param name="From">The sender to try.</param>
/// <param name="To">The recipient to try.</param>
public sealed record ServerTestOptions(string? From = null, string? To = null);
