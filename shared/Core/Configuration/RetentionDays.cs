namespace Postern.Core.Configuration;

/// <summary>
/// How many days things are kept. What is null is kept until somebody deletes it; the journal for a year then.
/// </summary>
/// <param name="Raw">Raw mail (<c>mail.raw.days</c>).</param>
/// <param name="Retry">How long a delivery is tried (<c>mail.retry.days</c>).</param>
public sealed record RetentionDays(int Raw, int Retry)
{
    /// <summary>Days for which the journal is kept without a parameter, and what of it waits for a person in any case.</summary>
    public const int Year = 365;

    /// <summary>Threads, since their last activity (<c>mail.threads.days</c>).</summary>
    public int? Threads { get; init; }

    /// <summary>What is known of an address, since its last activity (<c>mail.people.days</c>).</summary>
    public int? People { get; init; }

    /// <summary>The journal as it is set (<c>mail.journal.days</c>).</summary>
    public int? Journal { get; init; }

    /// <summary>The journal as it is kept: it tells what a raw mail is, so it is there as long as that.</summary>
    public int JournalKept => Math.Max(Journal ?? Year, Raw);

    /// <summary>What of the journal waits for a person.</summary>
    public int JournalWaiting => Math.Max(JournalKept, Year);

    /// <summary>
    /// What decisions and programs' messages are known by, beside hashes: the shorter one of threads and people, and as long
    /// as their work may be repeated in any case.
    /// </summary>
    public int? Plans => Shorter(Threads, People) is { } days ? Math.Max(days, Math.Max(Raw, Retry + 1)) : null;

    /// <summary>Whether nothing goes but what always does.</summary>
    public bool IsNone => Threads is null && People is null && JournalKept >= Year;

    private static int? Shorter(int? a, int? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;
}
