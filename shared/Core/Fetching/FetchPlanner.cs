namespace Postern.Core.Fetching;

/// <summary>Decides which mails of a folder to fetch, and what to do with each.</summary>
public static class FetchPlanner
{
    // The clock of a mail server may be slow, and mail that arrived after the start must not be skipped.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    /// <summary>The mails to process in one run.</summary>
    /// <param name="position">How far the folder was read.</param>
    /// <param name="listed">
    /// UIDs or UIDLs in the folder; with IMAP those above <see cref="FolderPosition.LowWater"/> suffice.
    /// </param>
    /// <param name="limit">Maximum number of mails.</param>
    public static FetchPlan Next(FolderPosition position, IReadOnlyList<string> listed, int limit)
    {
        var fresh = Fresh(position, listed).Distinct().ToList();
        // Mails that broke the connection before come last, so that they do not keep others from being fetched.
        var retried = position.Exceptions.Where(entry => entry.Value.Mail is null).Select(entry => entry.Key);
        // A mail that should be deleted by now is read again: the server may have deleted it and given its UIDL to
        // another mail (RFC 1939 §7).
        var deleting = position.Deleting.ToHashSet();
        var undeleted = listed.Where(id => deleting.Contains(FolderPosition.HashOf(id)));
        var all = fresh.Concat(retried).Concat(undeleted).Distinct();
        return new FetchPlan([.. all.Take(limit)], Math.Max(0, fresh.Count - limit));
    }

    /// <summary>What to do with a mail.</summary>
    /// <param name="position">How far the folder was read.</param>
    /// <param name="mail">The mail as the server describes it.</param>
    /// <param name="unseenOnly">Whether only unseen mail is fetched.</param>
    /// <param name="largest">Maximum size in bytes.</param>
    public static MailVerdict Judge(FolderPosition position, MailDetails mail, bool unseenOnly, long largest)
    {
        var isTooOld = IsImport(position, mail.Id, mail.Arrived) && mail.Arrived < position.Since;
        if (isTooOld || (unseenOnly && mail.Seen))
            return new MailVerdict(MailAction.Pass);
        if (mail.Size <= largest)
            return new MailVerdict(MailAction.TakeIn);
        return new MailVerdict(
            MailAction.Refuse,
            $"The mail has {mail.Size} bytes, and {largest} are taken at most; it stays in the mailbox."
        );
    }

    /// <summary>
    /// Whether a mail was in the mailbox long before the first run, although the server reports it as new: a server
    /// that was moved may assign new UIDs or UIDLs to all mails, and give the day of the move as the day of arrival.
    /// </summary>
    /// <param name="position">How far the folder was read.</param>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="delivered">When it was delivered, as the mailbox's server noted it in the mail.</param>
    public static bool Predates(FolderPosition position, string id, DateTimeOffset? delivered)
    {
        var mayBeOld = position.UidValidity == 0 || FolderPosition.UidOf(id) <= position.ImportUpTo;
        return mayBeOld && delivered < position.Since - ClockSkew;
    }

    /// <summary>
    /// Whether no notifications are sent for a mail: it was there before the first run and is older than a day.
    /// </summary>
    /// <param name="position">How far the folder was read.</param>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="arrived">When it arrived, by whatever tells.</param>
    /// <param name="delivered">When it was delivered, as the mailbox's server noted it in the mail.</param>
    /// <param name="now">The current time.</param>
    public static bool IsSilent(
        FolderPosition position,
        string id,
        DateTimeOffset? arrived,
        DateTimeOffset? delivered,
        DateTimeOffset now
    ) => IsImport(position, id, delivered) && !(arrived > now.AddDays(-1));

    private static IEnumerable<string> Fresh(FolderPosition position, IReadOnlyList<string> listed)
    {
        if (position.UidValidity != 0)
            return listed.Where(id => FolderPosition.UidOf(id) > position.LowWater);
        var known = position.Remembered().ToHashSet();
        return listed.Where(id => !known.Contains(FolderPosition.HashOf(id)));
    }

    // Whether the mail was there before the first run. With POP3 its UIDL tells; a server that was moved may have given
    // it another one since, but leaves the date of its delivery.
    private static bool IsImport(FolderPosition position, string id, DateTimeOffset? delivered)
    {
        if (position.UidValidity != 0)
            return FolderPosition.UidOf(id) <= position.ImportUpTo;
        return delivered < position.ImportBefore || position.AtStart?.Contains(FolderPosition.HashOf(id)) == true;
    }
}

/// <summary>The mails to process in one run.</summary>
/// <param name="Take">UIDs or UIDLs in order.</param>
/// <param name="Waiting">
/// Number of new mails left to the next run. Mails that are retried do not count: they can wait for the regular
/// interval.
/// </param>
public sealed record FetchPlan(IReadOnlyList<string> Take, int Waiting);

/// <summary>What to do with a mail, and why.</summary>
public sealed record MailVerdict(MailAction Action, string? Reason = null);

/// <summary>What to do with a mail in a mailbox.</summary>
public enum MailAction
{
    /// <summary>Import it.</summary>
    TakeIn,

    /// <summary>Skip it: it is not to be fetched.</summary>
    Pass,

    /// <summary>Record it in the journal with the reason, without importing it.</summary>
    Refuse,
}
