namespace Postern.Core.Fetching;

/// <summary>
/// Decides when a mail that could not be fetched is retried, and whether the mail or the server is the cause.
/// </summary>
public static class FetchRetries
{
    /// <summary>Number of attempts before a mail fails permanently.</summary>
    public const int MostAttempts = 3;

    // So many consecutive rejections indicate a fault of the server, not of the mails.
    private const int MostRefusals = 5;

    // A server that rejects everything is repaired by then; a mail that is still rejected is itself the cause.
    private static readonly TimeSpan RefusalPatience = TimeSpan.FromDays(2);

    private const int LongestReason = 300;

    // A server that rejects everything for days must not fill the row.
    private const int MostPending = 50;

    /// <summary>The exception after a failed attempt to fetch a mail.</summary>
    public static FetchException Trouble(FolderPosition position, string id, string reason, DateTimeOffset now)
    {
        var uncounted = Uncounted(position, id, reason, now);
        return uncounted with { Attempts = uncounted.Attempts + 1 };
    }

    /// <summary>
    /// The exception while it is not known whether the server rejects this mail or all mails: the attempt does not
    /// count.
    /// </summary>
    public static FetchException Uncounted(FolderPosition position, string id, string reason, DateTimeOffset now)
    {
        var before = position.Exceptions.GetValueOrDefault(id);
        var text = reason.Length > LongestReason ? reason[..LongestReason] : reason;
        return new FetchException(text, before?.Attempts ?? 0, Since: before?.Since ?? now);
    }

    /// <summary>Whether a mail has been rejected for so long that the mail itself must be the cause.</summary>
    public static bool IsRefusedForLong(FolderPosition position, string id, DateTimeOffset now) =>
        now - position.Exceptions.GetValueOrDefault(id)?.Since >= RefusalPatience;

    /// <summary>Whether the server rejects everything at present.</summary>
    /// <param name="inARow">Number of consecutive rejections.</param>
    /// <param name="again">
    /// Whether the last mail was rejected in an earlier run too: such mails come last in a run.
    /// </param>
    /// <param name="worked">Whether a mail was fetched in this run.</param>
    public static bool RefusesAll(int inARow, bool again, bool worked) => inARow >= MostRefusals && !(again && worked);

    /// <summary>
    /// The position after a run in which the server rejected everything; the unchanged one if enough mails are to be
    /// retried already.
    /// </summary>
    public static FolderPosition AfterRefusal(FolderPosition before, FolderPosition after)
    {
        var pending = after.Exceptions.Count(entry => entry.Value.Mail is null);
        return pending > MostPending ? before : after;
    }
}
