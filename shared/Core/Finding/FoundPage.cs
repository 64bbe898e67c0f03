namespace Postern.Core.Finding;

/// <summary>A page of a list that is searched.</summary>
/// <param name="Items">What was found; it may be nothing while there is more to search.</param>
/// <param name="Next">Where the search goes on; null at its end.</param>
public sealed record FoundPage<T>(IReadOnlyList<T> Items, string? Next);
