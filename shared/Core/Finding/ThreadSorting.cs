namespace Postern.Core.Finding;

/// <summary>Sorts the threads of a block, and cuts them into pages.</summary>
public static class ThreadSorting
{
    /// <summary>
    /// The threads of a block that are still to be shown, newest activity first. A thread is shown on the day of its
    /// newest message alone, whatever rows it has on earlier days.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="threads">Its threads as they are now.</param>
    /// <param name="place">Where the page begins.</param>
    public static IReadOnlyList<FoundThread> Rest(
        RecentBlock block,
        IEnumerable<FoundThread> threads,
        ThreadPlace? place
    )
    {
        var shown = place is not null && IsIn(block, place) ? place.Shown : "";
        return
        [
            .. threads
                .Where(thread => DateOnly.FromDateTime(thread.LastActivity.UtcDateTime) == block.Day)
                .Where(thread => string.CompareOrdinal(thread.Order, shown) > 0)
                .OrderBy(thread => thread.Order, StringComparer.Ordinal),
        ];
    }

    /// <summary>Where the list goes on when a page is full.</summary>
    /// <param name="block">The block.</param>
    /// <param name="rest">What the page began with.</param>
    /// <param name="taken">How many of these it has, one at least.</param>
    public static ThreadPlace Next(RecentBlock block, IReadOnlyList<FoundThread> rest, int taken) =>
        taken < rest.Count ? new ThreadPlace(block.Day, block.After, block.Until, rest[taken - 1].Order) : After(block);

    /// <summary>The place after a block.</summary>
    public static ThreadPlace After(RecentBlock block) => new(block.Day, block.Until);

    private static bool IsIn(RecentBlock block, ThreadPlace place) =>
        place.Day == block.Day && place.After == block.After && place.Until == block.Until;
}
