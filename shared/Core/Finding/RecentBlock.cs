using Postern.Contracts;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Core.Finding;

/// <summary>A thread on which there was a message on a day.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Thread">The thread.</param>
/// <param name="Subject">The beginning of its subject on that day.</param>
public sealed record RecentThread(DateOnly Day, ThreadKey Thread, string Subject)
{
    // Characters, as a list shows them.
    private const int LongestSubject = 250;

    /// <summary>The day on which something was posted on a thread.</summary>
    public static RecentThread Of(ThreadHead thread, DateTimeOffset time) =>
        new(DayRange.DayOf(time), thread.Key, CutText.At(thread.Subject, LongestSubject));
}

/// <summary>Threads of one day that follow each other in storage; a list sorts them by what happened last.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="After">The thread that it begins after, in the order of storage; empty at the beginning of the day.</param>
/// <param name="Until">The last thread that belongs to it.</param>
/// <param name="Threads">Those that are searched for.</param>
public sealed record RecentBlock(DateOnly Day, string After, string Until, IReadOnlyList<RecentThread> Threads)
{
    /// <summary>Whether a call reads no further; there is more.</summary>
    public bool IsLast { get; init; }
}
