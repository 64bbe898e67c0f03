namespace Postern.Core.Webhooks;

/// <summary>An HTTP request of a provider.</summary>
/// <param name="Method">The HTTP method in capitals.</param>
/// <param name="Body">The whole body.</param>
/// <param name="Header">Returns a header field by name; null when it is missing.</param>
/// <param name="Query">Returns a query parameter by name; null when it is missing.</param>
public sealed record ProviderRequest(
    string Method,
    ReadOnlyMemory<byte> Body,
    Func<string, string?> Header,
    Func<string, string?> Query
);
