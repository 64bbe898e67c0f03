namespace Postern.Core.Finding;

/// <summary>
/// Parts rows, which come newest day first and in the order of their threads, into blocks that are sorted and shown as
/// one. A block that was begun on a page before has the same bounds again.
/// </summary>
/// <param name="filter">Which threads are searched for.</param>
/// <param name="place">Where the rows begin; null for the newest.</param>
/// <param name="size">Most threads of a block.</param>
/// <param name="most">After as many rows a block is the last of a call.</param>
public sealed class RecentBlocks(ThreadFilter filter, ThreadPlace? place, int size, int most)
{
    private readonly List<RecentThread> _threads = [];
    private RecentThread? _last;
    private string _after = place?.After ?? "";
    private int _rows;

    /// <summary>Adds the next row; returns the block before it, when that is complete.</summary>
    public RecentBlock? Add(RecentThread row)
    {
        // Nothing is left of the day where the rows were to begin.
        if (_last is null && row.Day != place?.Day)
            _after = "";
        var whole = _last is not null && EndsBefore(row) ? Cut(row) : null;
        _rows++;
        _last = row;
        if (filter.Takes(row.Thread, row.Subject))
            _threads.Add(row);
        return whole;
    }

    /// <summary>The block at the end of all rows; null when there is none.</summary>
    public RecentBlock? Rest() => _last is null ? null : Cut(null);

    private bool EndsBefore(RecentThread row)
    {
        if (row.Day != _last!.Day)
            return true;
        if (place is { Until.Length: > 0 } begun && begun.Day == row.Day && _after == begun.After)
            return string.CompareOrdinal(row.Thread.Partition, begun.Until) > 0;
        return _threads.Count >= size || _rows >= most;
    }

    private RecentBlock Cut(RecentThread? next)
    {
        var until = _last!.Thread.Partition;
        // A block goes on with the bounds that it was begun with, also when its last thread is gone.
        if (place is { Until.Length: > 0 } begun && begun.Day == _last.Day && _after == begun.After)
            until = begun.Until;
        var block = new RecentBlock(_last.Day, _after, until, [.. _threads])
        {
            IsLast = next is not null && _rows >= most,
        };
        _after = next is null || next.Day != _last.Day ? "" : until;
        _threads.Clear();
        return block;
    }
}
