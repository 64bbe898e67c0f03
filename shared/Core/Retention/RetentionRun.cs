namespace Postern.Core.Retention;

/// <summary>What a run goes through, in this order.</summary>
public enum RetentionStage
{
    /// <summary>Threads.</summary>
    Threads,

    /// <summary>What was decided.</summary>
    Plans,

    /// <summary>What is known of people.</summary>
    People,

    /// <summary>The journal.</summary>
    Journal,

    /// <summary>Files and long texts that no message names any more.</summary>
    Contents,
}

/// <summary>
/// A run that deletes what is older than the parameters say, and how far it is. It goes through storage from place to
/// place; each step may be repeated.
/// </summary>
public sealed record RetentionRun
{
    public required string Id { get; init; }

    /// <summary>The number of the run, from 1: content that it finds no longer needed goes in a later one.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset Begun { get; init; }

    public DateTimeOffset? Finished { get; init; }

    public RetentionStage Stage { get; init; }

    /// <summary>The partition of the last row that is done.</summary>
    public string? Partition { get; init; }

    /// <summary>The last row that is done.</summary>
    public string? Row { get; init; }

    /// <summary>Partitions of the threads that are being deleted: the head of some may be gone.</summary>
    public IReadOnlyList<string> Removing { get; init; } = [];

    /// <summary>What they were found to be older than: one whose head is gone goes, even if the parameter is taken back.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>The last day of the journal that is done, in this run or an earlier one.</summary>
    public DateOnly? Journal { get; init; }

    /// <summary>Whether the audit lists the run, so that it may delete.</summary>
    public bool Listed { get; init; }

    /// <summary>Whether content is left for a later run.</summary>
    public bool HasContents { get; init; }

    public RetentionCounts Counts { get; init; } = new();

    /// <summary>The run before; null without one.</summary>
    public RetentionReport? Last { get; init; }

    /// <summary>The run that follows a finished one.</summary>
    public RetentionRun Next(string id, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Number = Number + 1,
            Begun = now,
            Journal = Journal,
            HasContents = HasContents,
            Last = RetentionReport.Of(this),
        };
}

/// <summary>What a run has looked at, deleted and left. A run that dies may have done somewhat more.</summary>
public sealed record RetentionCounts
{
    /// <summary>Rows that were looked at.</summary>
    public long Looked { get; init; }

    /// <summary>Threads that were deleted.</summary>
    public long Threads { get; init; }

    /// <summary>Plans of decisions that became hashes.</summary>
    public long Plans { get; init; }

    /// <summary>Addresses of which something was deleted.</summary>
    public long People { get; init; }

    /// <summary>Entries of the journal that were deleted.</summary>
    public long Journal { get; init; }

    /// <summary>Files and long texts that were deleted.</summary>
    public long Contents { get; init; }

    /// <summary>Threads that were old and stay, since something of them waits.</summary>
    public long Kept { get; init; }
}
