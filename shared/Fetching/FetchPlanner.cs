namespace Postern.Fetching;

/// <summary>Which mails of a folder are dealt with next.</summary>
public static class FetchPlanner
{
    /// <summary>How often a mail is tried before it is given up.</summary>
    public const int MostAttempts = 3;

    /// <summary>UIDLs that one row can remember.</summary>
    public const int MostKnown = 30_000;

    // What was given up longer ago is in the journal.
    private const int MostExceptions = 500;

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
    public static FolderPosition Adopt(FolderPosition? position, FolderView view, string account, ImportChoice import, DateTimeOffset now)
    {
        if (position is null || position.Account != account) return Begin(view, account, import, now);
        if (position.UidValidity != view.UidValidity)
            return position with { UidValidity = view.UidValidity, LowWater = 0, Exceptions = new Dictionary<string, FetchException>(), ImportUpTo = LastUid(view) };
        if (view.UidValidity != 0) return position;
        var there = view.Uidls.Select(FolderPosition.HashOf).ToHashSet();
        return position.Known.All(there.Contains)
            ? position : position with { Known = [.. position.Known.Where(there.Contains)], Deleting = [.. position.Deleting.Where(there.Contains)] };
    }

    /// <param name="position">How far the folder was read.</param>
    /// <param name="listed">What lies in the folder: with IMAP what is above the mark suffices.</param>
    /// <param name="limit">Most mails to deal with now.</param>
    public static FetchPlan Next(FolderPosition position, IReadOnlyList<string> listed, int limit)
    {
        var known = position.Known.ToHashSet();
        var fresh = listed.Where(id => position.UidValidity != 0 ? FolderPosition.UidOf(id) > position.LowWater : !known.Contains(FolderPosition.HashOf(id)));
        // What broke the connection before comes last: it keeps nothing else from coming in.
        var again = position.Exceptions.Where(exception => exception.Value.Mail is null).Select(exception => exception.Key);
        var waiting = fresh.Concat(again).Distinct().ToList();
        return new FetchPlan([.. waiting.Take(limit)], Math.Max(0, waiting.Count - limit));
    }

    /// <summary>What is to be deleted still of a mailbox that is emptied: mail that was taken in, and no other.</summary>
    public static IReadOnlyList<string> LeftOver(FolderPosition position, IReadOnlyList<string> listed)
    {
        var deleting = position.Deleting.ToHashSet();
        return deleting.Count == 0 ? [] : [.. listed.Where(id => deleting.Contains(FolderPosition.HashOf(id)))];
    }

    /// <summary>What is to be done with one mail.</summary>
    public static MailVerdict Judge(FolderPosition position, MailDetails mail, bool unseenOnly, long largest)
    {
        if (IsImport(position, mail.Id, mail.Arrived) && mail.Arrived < position.Since) return new MailVerdict(MailAction.Pass);
        if (unseenOnly && mail.Seen) return new MailVerdict(MailAction.Pass);
        return mail.Size > largest
            ? new MailVerdict(MailAction.Refuse, $"The mail has {mail.Size} bytes, and {largest} are taken at most; it stays in the mailbox.")
            : new MailVerdict(MailAction.TakeIn);
    }

    /// <summary>Whether nobody is notified of a mail: it was there at the first reading and is older than a day.</summary>
    public static bool IsSilent(FolderPosition position, string id, DateTimeOffset? arrived, DateTimeOffset now) =>
        IsImport(position, id, arrived) && !(arrived > now.AddDays(-1));

    /// <summary>The exception that a mail becomes which could not be fetched.</summary>
    public static FetchException Trouble(FolderPosition position, string id, string reason) =>
        new(reason, (position.Exceptions.GetValueOrDefault(id)?.Attempts ?? 0) + 1);

    /// <summary>The position with its oldest exceptions forgotten, of those that were given up.</summary>
    public static FolderPosition Trim(FolderPosition position)
    {
        var over = position.Exceptions.Count - MostExceptions;
        if (over <= 0) return position;
        var old = position.Exceptions.Where(exception => exception.Value.Mail is not null).OrderByDescending(exception => exception.Value.Mail, StringComparer.Ordinal).Take(over).Select(exception => exception.Key);
        return position with { Exceptions = position.Exceptions.ExceptBy(old, exception => exception.Key).ToDictionary() };
    }

    private static bool IsImport(FolderPosition position, string id, DateTimeOffset? arrived) =>
        position.UidValidity != 0 ? FolderPosition.UidOf(id) <= position.ImportUpTo : !(arrived >= position.ImportBefore) && position.ImportBefore is not null;

    private static uint LastUid(FolderView view) => view.UidNext is { } next && next > 0 ? next - 1 : 0;
}

/// <summary>What is done in one run.</summary>
/// <param name="Take">UIDs or UIDLs, in this order.</param>
/// <param name="Waiting">How many are left to the next run.</param>
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
