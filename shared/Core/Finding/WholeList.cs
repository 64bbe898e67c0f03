namespace Postern.Core.Finding;

/// <summary>Pages of a list that is always read as a whole, such as the outgoing servers.</summary>
public static class WholeList
{
    /// <summary>The items after one of them.</summary>
    /// <param name="items">The whole list.</param>
    /// <param name="keyOf">The key of an item, of which there is one of a kind in the list.</param>
    /// <param name="after">Key of the last item of the page before; null for the first page.</param>
    /// <param name="limit">Most items.</param>
    public static FoundPage<T> Page<T>(IReadOnlyList<T> items, Func<T, string> keyOf, string? after, int limit)
    {
        var rest = After(items, keyOf, after);
        if (rest.Count <= limit)
            return new(rest, null);
        var page = rest.Take(limit).ToList();
        return new(page, keyOf(page[^1]));
    }

    // One that was deleted meanwhile still has a place, where the list is in the order of its keys.
    private static IReadOnlyList<T> After<T>(IReadOnlyList<T> items, Func<T, string> keyOf, string? after)
    {
        if (after is null)
            return items;
        var at = items.Index().Where(item => keyOf(item.Item) == after).Select(item => item.Index + 1).ToList();
        return at is [var next]
            ? [.. items.Skip(next)]
            : [.. items.Where(item => string.CompareOrdinal(keyOf(item), after) > 0)];
    }
}
