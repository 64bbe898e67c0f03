namespace Postern.Core.Webhooks;

/// <summary>A request as a provider sent it.</summary>
/// <param name="Method">The HTTP method in capitals.</param>
/// <param name="Body">All of its body.</param>
/// <param name="Header">A header field by name; null without one.</param>
/// <param name="Query">A parameter of the query by name; null without one.</param>
public sealed record ProviderRequest(
    string Method,
    ReadOnlyMemory<byte> Body,
    Func<string, string?> Header,
    Func<string, string?> Query
);
