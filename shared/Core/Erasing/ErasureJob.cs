using Postern.Contracts;

namespace Postern.Core.Erasing;

/// <summary>What is erased.</summary>
public enum ErasureKind
{
    /// <summary>All that is held about an address.</summary>
    Person,

    /// <summary>A thread.</summary>
    Thread,
}

/// <summary>The part of storage that an erasure goes through, in this order.</summary>
public enum ErasureStage
{
    /// <summary>The rows that belong to the person, or to the thread, alone.</summary>
    Own,

    /// <summary>Threads: followers, messages, deliveries.</summary>
    Threads,

    /// <summary>The journal.</summary>
    Journal,

    /// <summary>What was decided.</summary>
    Claims,

    /// <summary>What is known of other people.</summary>
    People,

    /// <summary>The attention list.</summary>
    Attention,

    /// <summary>What waits for its time.</summary>
    Due,

    /// <summary>The audit.</summary>
    Audit,

    /// <summary>Raw mail, each looked through.</summary>
    RawMail,

    /// <summary>Files and long texts that no message names any more.</summary>
    Content,
}

/// <summary>
/// An erasure and how far it is: it goes through storage from place to place, and once more after a while, for what was
/// under way when it began.
/// </summary>
public sealed record ErasureJob
{
    public required string Id { get; init; }

    public required ErasureKind Kind { get; init; }

    /// <summary>The person's address; null once the erasure has finished.</summary>
    public string? Address { get; init; }

    /// <summary>Names that were found beside the address; none once the erasure has finished.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The address under a key that only the gateway has, by which it is found again.</summary>
    public string? Hash { get; init; }

    /// <summary>The thread that is deleted.</summary>
    public ThreadKey? Thread { get; init; }

    public required DateTimeOffset Begun { get; init; }

    /// <summary>How often it has gone through storage, this time included.</summary>
    public int Pass { get; init; } = 1;

    public ErasureStage Stage { get; init; }

    /// <summary>The partition of the last row that is done, or where a list goes on.</summary>
    public string? Partition { get; init; }

    public string? Row { get; init; }

    /// <summary>Whether the person wrote on the thread that is gone through.</summary>
    public bool Wrote { get; init; }

    /// <summary>Goes on at this time; null when it need not wait.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The queue whose older messages it waits for; null when it waits for the time alone.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>When its work was done; what remains is to list that.</summary>
    public DateTimeOffset? Ended { get; init; }

    public DateTimeOffset? Finished { get; init; }

    public long Looked { get; init; }

    public long Changed { get; init; }

    public long Kept { get; init; }

    /// <summary>The person of an erasure that has not finished.</summary>
    public ErasedPerson Person => new(Address ?? "", Names, Id);
}

/// <summary>An erasure as it is shown: without what it erases.</summary>
/// <param name="Id">Its id, which also stands in what remains.</param>
/// <param name="Kind">What is erased.</param>
/// <param name="Thread">The thread that is deleted; null for a person.</param>
/// <param name="Begun">When it was asked for.</param>
/// <param name="Pass">How often it has gone through storage, this time included.</param>
/// <param name="Stage">What it goes through.</param>
/// <param name="NotBefore">When it goes on; null when it is not waiting.</param>
/// <param name="WaitsFor">The queue whose older messages it waits for.</param>
/// <param name="Finished">When it ended; null before.</param>
/// <param name="Looked">Rows and mails that were looked at.</param>
/// <param name="Changed">Rows that were changed or deleted, and blobs that were deleted.</param>
/// <param name="Kept">Mails of others that name the person and wait for a decision: decide them, and erase again.</param>
public sealed record ErasureState(
    string Id,
    ErasureKind Kind,
    ThreadKey? Thread,
    DateTimeOffset Begun,
    int Pass,
    ErasureStage Stage,
    DateTimeOffset? NotBefore,
    string? WaitsFor,
    DateTimeOffset? Finished,
    long Looked,
    long Changed,
    long Kept
)
{
    public static ErasureState Of(ErasureJob job) =>
        new(
            job.Id,
            job.Kind,
            job.Thread,
            job.Begun,
            job.Pass,
            job.Stage,
            job.NotBefore,
            job.WaitsFor,
            job.Finished,
            job.Looked,
            job.Changed,
            job.Kept
        );
}
