using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>
/// Creates the position of a folder, adapts it to the folder's present state, and keeps it small enough for its row.
/// </summary>
public static class FolderPositions
{
    /// <summary>Maximum number of UIDLs that are kept: what one write to the table can hold.</summary>
    public const int MostKnown = 120_000;

    // A server that moves or repairs a mailbox may list only a part of it for a while.
    private const int ListingsToForget = 5;

    // Older mails that could not be fetched are in the journal.
    private const int MostExceptions = 500;

    // A server that never deletes must not fill the row.
    private const int MostDeleting = 2000;

    /// <summary>The position before the first run.</summary>
    /// <param name="view">The folder.</param>
    /// <param name="account">The account (<see cref="MailboxRules.AccountOf"/>).</param>
    /// <param name="import">Which mail is fetched.</param>
    /// <param name="now">The current time.</param>
    public static FolderPosition Begin(FolderView view, string account, ImportChoice import, DateTimeOffset now)
    {
        var start = new FolderPosition
        {
            Folder = view.Folder,
            Account = account,
            UidValidity = view.UidValidity,
        };
        return import == ImportChoice.Everything
            ? start with
            {
                ImportUpTo = LastUid(view),
                ImportBefore = now,
                AtStart = [.. view.Uidls.Except(view.SharedUidls).Select(FolderPosition.HashOf)],
            }
            : start with
            {
                LowWater = LastUid(view),
                Known = [.. view.Uidls.Select(FolderPosition.HashOf)],
                Since = now,
            };
    }

    /// <summary>
    /// The position adapted to the folder. A new UIDVALIDITY means that all UIDs have changed: all mails are read
    /// again, those imported before are recognised by Message-Id and content, and no notifications are sent for old
    /// ones.
    /// </summary>
    /// <param name="position">The stored position; null before the first run.</param>
    /// <param name="view">The folder.</param>
    /// <param name="account">The account (<see cref="MailboxRules.AccountOf"/>).</param>
    /// <param name="import">Which mail is fetched.</param>
    /// <param name="now">The current time.</param>
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
            return StartAgain(position, view);
        // With POP3 an empty list is more likely a fault than a mailbox that was emptied.
        var isPop3Listing = view.UidValidity == 0 && view.Uidls.Count > 0;
        return isPop3Listing ? Remember(position, view.Uidls.Select(FolderPosition.HashOf).ToHashSet()) : position;
    }

    /// <summary>The position without its oldest permanent exceptions and deletions, where there are too many.</summary>
    public static FolderPosition Trim(FolderPosition position)
    {
        if (position.Deleting.Count > MostDeleting)
            position = position with { Deleting = [.. position.Deleting.TakeLast(MostDeleting)] };
        var surplus = position.Exceptions.Count - MostExceptions;
        if (surplus <= 0)
            return position;
        var oldest = position
            .Exceptions.Where(entry => entry.Value.Mail is not null)
            .OrderByDescending(entry => entry.Value.Mail, StringComparer.Ordinal)
            .Take(surplus)
            .Select(entry => entry.Key);
        var kept = position.Exceptions.ExceptBy(oldest, entry => entry.Key);
        return position with { Exceptions = kept.ToDictionary() };
    }

    private static FolderPosition StartAgain(FolderPosition position, FolderView view) =>
        position with
        {
            UidValidity = view.UidValidity,
            LowWater = 0,
            Exceptions = new Dictionary<string, FetchException>(),
            ImportUpTo = LastUid(view),
        };

    // A UIDL that is listed again is known again; a missing one is forgotten after several listings without it, or
    // earlier where the row has no room.
    private static FolderPosition Remember(FolderPosition position, HashSet<string> listed)
    {
        if (position.AtStart?.All(listed.Contains) == false)
            position = position with { AtStart = [.. position.AtStart.Where(listed.Contains)] };
        if (position.Gone.Count == 0 && position.Known.All(listed.Contains))
            return position;
        IReadOnlyList<string> known = [.. position.Remembered().Where(listed.Contains)];
        var gone = Missing(position, listed, MostKnown - known.Count - (position.AtStart?.Count ?? 0));
        var kept = known.Concat(gone.SelectMany(ids => ids)).ToHashSet();
        return position with
        {
            Known = known,
            Gone = gone.Exists(ids => ids.Count > 0) ? gone : [],
            Deleting = [.. position.Deleting.Where(kept.Contains)],
        };
    }

    private static List<IReadOnlyList<string>> Missing(FolderPosition position, HashSet<string> listed, int room)
    {
        IEnumerable<IReadOnlyList<string>> byListing = [position.Known, .. position.Gone];
        var missing = byListing.Select(ids => ids.Where(id => !listed.Contains(id)).ToList());
        var gone = new List<IReadOnlyList<string>>();
        foreach (var ids in missing.Take(ListingsToForget))
        {
            room -= ids.Count;
            if (room < 0)
                break;
            gone.Add(ids);
        }
        return gone;
    }

    private static uint LastUid(FolderView view) => view.UidNext is { } next && next > 0 ? next - 1 : 0;
}
