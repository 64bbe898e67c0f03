using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>Which mails of a folder are dealt with next.</summary>
public static class FetchPlanner
{
    /// <summary>How often a mail is tried before it is given up.</summary>
    public const int MostAttempts = 3;

    // So many in a row say something of the server, not of the mails.
    private const int MostRefusals = 5;

    /// <summary>UIDLs that one row can remember.</summary>
    public const int MostKnown = 30_000;

    // A mail server's clock may be behind, and a mail that has come since must not be passed by.
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    // A server that moves or mends a mailbox may list a part of it for a while.
    private const int ListingsToForget = 5;

    // A server that refuses everything is mended by then; a mail that is refused still is the mail's own trouble.
    private static readonly TimeSpan RefusalPatience = TimeSpan.FromDays(2);

    private const int LongestReason = 300;

    // What was given up longer ago is in the journal.
    private const int MostExceptions = 500;

    // A server that refuses everything for days must not fill the row.
    private const int MostPending = 50;

    // A server that deletes nothing must not fill it either.
    private const int MostDeleting = 2000;

    /// <summary>Where the reading of a folder begins.</summary>
    public static FolderPosition Begin(FolderView view, string account, ImportChoice import, DateTimeOffset now)
    {
        var (all, last) = (import == ImportChoice.Everything, LastUid(view));
        return new FolderPosition
        {
            Folder = view.Folder,
            Account = account,
            UidValidity = view.UidValidity,
            LowWater = all ? 0 : last,
            Known = all ? [] : [.. view.Uidls.Select(FolderPosition.HashOf)],
            Since = all ? null : now,
            ImportUpTo = all ? last : 0,
            ImportBefore = all ? now : null,
        };
    }

    /// <summary>
    /// The position as it counts for the folder as it is now. Under another UIDVALIDITY the UIDs are others: all is looked at again, what came in
    /// before is known by its Message-Id and content, and nobody is notified of what is old.
    /// </summary>
    public static FolderPosition Adopt(
        FolderPosition? position,
        FolderView view,
        string account,
        ImportChoice import,
        DateTimeOffset now
    )
    {
        if (position is null || position.Account != account)
            return Begin(view, account, import, now);
        if (position.UidValidity != view.UidValidity)
            return position with
            {
                UidValidity = view.UidValidity,
                LowWater = 0,
                Exceptions = new Dictionary<string, FetchException>(),
                ImportUpTo = LastUid(view),
            };
        if (view.UidValidity != 0)
            return position;
        return view.Uidls.Count == 0
            ? position
            : Remember(position, view.Uidls.Select(FolderPosition.HashOf).ToHashSet());
    }

    // What is back is known again; what is missing is forgotten after some listings without it, as far as the row can hold it until then.
    private static FolderPosition Remember(FolderPosition position, HashSet<string> there)
    {
        if (position.Gone.Count == 0 && position.Known.All(there.Contains))
            return position;
        IReadOnlyList<string> known =
        [
            .. position.Known.Concat(position.Gone.SelectMany(ids => ids)).Where(there.Contains),
        ];
        var room = MostKnown - known.Count;
        IEnumerable<IReadOnlyList<string>> missing =
        [
            [.. position.Known.Where(id => !there.Contains(id))],
            .. position.Gone.Select(ids => ids.Where(id => !there.Contains(id)).ToList()),
        ];
        List<IReadOnlyList<string>> gone =
        [
            .. missing.Take(ListingsToForget).TakeWhile(ids => (room -= ids.Count) >= 0),
        ];
        var kept = known.Concat(gone.SelectMany(ids => ids)).ToHashSet();
        return position with
        {
            Known = known,
            Gone = gone.Exists(ids => ids.Count > 0) ? gone : [],
            Deleting = [.. position.Deleting.Where(kept.Contains)],
        };
    }

    /// <param name="position">How far the folder was read.</param>
    /// <param name="listed">What lies in the folder: with IMAP what is above the mark suffices.</param>
    /// <param name="limit">Most mails to deal with now.</param>
    public static FetchPlan Next(FolderPosition position, IReadOnlyList<string> listed, int limit)
    {
        var known = position.Known.Concat(position.Gone.SelectMany(ids => ids)).ToHashSet();
        var fresh = listed.Where(id =>
            position.UidValidity != 0
                ? FolderPosition.UidOf(id) > position.LowWater
                : !known.Contains(FolderPosition.HashOf(id))
        );
        // What broke the connection before comes late: it keeps nothing else from coming in.
        var again = position
            .Exceptions.Where(exception => exception.Value.Mail is null)
            .Select(exception => exception.Key);
        // What should be deleted by now is read again: a server may have done it, and have given the name to another mail (RFC 1939 §7).
        var deleting = position.Deleting.ToHashSet();
        var undeleted = listed.Where(id => deleting.Contains(FolderPosition.HashOf(id)));
        var first = fresh.Distinct().ToList();
        return new FetchPlan(
            [.. first.Concat(again).Concat(undeleted).Distinct().Take(limit)],
            Math.Max(0, first.Count - limit)
        );
    }

    /// <summary>What is to be done with one mail.</summary>
    public static MailVerdict Judge(FolderPosition position, MailDetails mail, bool unseenOnly, long largest)
    {
        if (IsImport(position, mail.Id, mail.Arrived) && mail.Arrived < position.Since)
            return new MailVerdict(MailAction.Pass);
        if (unseenOnly && mail.Seen)
            return new MailVerdict(MailAction.Pass);
        return mail.Size > largest
            ? new MailVerdict(
                MailAction.Refuse,
                $"The mail has {mail.Size} bytes, and {largest} are taken at most; it stays in the mailbox."
            )
            : new MailVerdict(MailAction.TakeIn);
    }

    /// <summary>
    /// Whether a mail was there long before the mailbox was first read, though its place is a new one and the server knows no better: one that was moved
    /// may name all mail anew, and take the day of the move for the day that it arrived.
    /// </summary>
    /// <param name="position">How far the folder was read.</param>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="delivered">When it was delivered, as the mailbox's own server has noted in it.</param>
    public static bool Predates(FolderPosition position, string id, DateTimeOffset? delivered) =>
        (position.UidValidity == 0 || FolderPosition.UidOf(id) <= position.ImportUpTo)
        && delivered < position.Since - Slack;

    /// <summary>Whether nobody is notified of a mail: it was there at the first reading and is older than a day.</summary>
    public static bool IsSilent(FolderPosition position, string id, DateTimeOffset? arrived, DateTimeOffset now) =>
        IsImport(position, id, arrived) && !(arrived > now.AddDays(-1));

    /// <summary>The exception that a mail becomes which could not be fetched.</summary>
    public static FetchException Trouble(FolderPosition position, string id, string reason, DateTimeOffset now)
    {
        var uncounted = Uncounted(position, id, reason, now);
        return uncounted with { Attempts = uncounted.Attempts + 1 };
    }

    /// <summary>The same where nobody knows yet whether the server refuses this mail or all of them.</summary>
    public static FetchException Uncounted(FolderPosition position, string id, string reason, DateTimeOffset now)
    {
        var before = position.Exceptions.GetValueOrDefault(id);
        return new FetchException(
            reason.Length > LongestReason ? reason[..LongestReason] : reason,
            before?.Attempts ?? 0,
            Since: before?.Since ?? now
        );
    }

    /// <summary>Whether a mail has been refused for so long that it says nothing of the server any more.</summary>
    public static bool IsRefusedForLong(FolderPosition position, string id, DateTimeOffset now) =>
        now - position.Exceptions.GetValueOrDefault(id)?.Since >= RefusalPatience;

    /// <summary>Whether the server refuses everything at present.</summary>
    /// <param name="inARow">How many mails it has refused since one came in.</param>
    /// <param name="again">Whether the last of them was refused before: such mails stand together at the end.</param>
    /// <param name="worked">Whether a mail came in before in this run.</param>
    public static bool RefusesAll(int inARow, bool again, bool worked) => inARow >= MostRefusals && !(again && worked);

    /// <summary>The position after a run in which the server has refused everything: as it was before, once enough mails wait to be tried again.</summary>
    public static FolderPosition AfterRefusal(FolderPosition before, FolderPosition after) =>
        after.Exceptions.Count(exception => exception.Value.Mail is null) > MostPending ? before : after;

    /// <summary>The position with its oldest exceptions forgotten, of those that were given up.</summary>
    public static FolderPosition Trim(FolderPosition position)
    {
        if (position.Deleting.Count > MostDeleting)
            position = position with { Deleting = [.. position.Deleting.TakeLast(MostDeleting)] };
        var over = position.Exceptions.Count - MostExceptions;
        if (over <= 0)
            return position;
        var old = position
            .Exceptions.Where(exception => exception.Value.Mail is not null)
            .OrderByDescending(exception => exception.Value.Mail, StringComparer.Ordinal)
            .Take(over)
            .Select(exception => exception.Key);
        return position with
        {
            Exceptions = position.Exceptions.ExceptBy(old, exception => exception.Key).ToDictionary(),
        };
    }

    private static bool IsImport(FolderPosition position, string id, DateTimeOffset? arrived) =>
        position.UidValidity != 0
            ? FolderPosition.UidOf(id) <= position.ImportUpTo
            : !(arrived >= position.ImportBefore) && position.ImportBefore is not null;

    private static uint LastUid(FolderView view) => view.UidNext is { } next && next > 0 ? next - 1 : 0;
}

/// <summary>What is done in one run.</summary>
/// <param name="Take">UIDs or UIDLs, in this order.</param>
/// <param name="Waiting">How many are left to the next run, without those that are tried again: these can wait for its period.</param>
public sealed record FetchPlan(IReadOnlyList<string> Take, int Waiting);

/// <summary>What is to be done with a mail, and why.</summary>
public sealed record MailVerdict(MailAction Action, string? Reason = null);

/// <summary>What is to be done with a mail in a mailbox.</summary>
public enum MailAction
{
    TakeIn,

    /// <summary>It is none of the gateway's.</summary>
    Pass,

    /// <summary>It is journalled with the reason, and not taken in.</summary>
    Refuse,
}
