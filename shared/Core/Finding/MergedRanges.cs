namespace Postern.Core.Finding;

/// <summary>The first rows of one range of keys, in the order of their keys.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="IsWhole">Whether the range has no more.</param>
public sealed record KeyRange<T>(IReadOnlyList<KeyedRow<T>> Rows, bool IsWhole);

/// <summary>A row with the key that it is sorted by.</summary>
public sealed record KeyedRow<T>(string Key, T Row);

/// <summary>
/// One ordered list out of several, of which the beginning is known of each: a table spreads what belongs together over
/// partitions, and a list shows it as one.
/// </summary>
public static class MergedRanges
{
    /// <summary>
    /// The rows up to where it is certain that no range has one in between, in order. Whole when all ranges are; else it
    /// has at least one row, so that whoever goes on after the last one gets further.
    /// </summary>
    public static KeyRange<T> Merge<T>(IReadOnlyList<KeyRange<T>> ranges)
    {
        var known = ranges.Where(range => !range.IsWhole).Select(range => range.Rows[^1].Key).ToList();
        var rows = ranges.SelectMany(range => range.Rows).OrderBy(row => row.Key, StringComparer.Ordinal);
        var end = known.Min(StringComparer.Ordinal);
        return end is null
            ? new([.. rows], IsWhole: true)
            : new([.. rows.TakeWhile(row => string.CompareOrdinal(row.Key, end) <= 0)], IsWhole: false);
    }
}
