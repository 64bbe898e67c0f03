using Postern.Core.Journal;

namespace Postern.Core.Fetching;

/// <summary>Decides for a mail in a mailbox whether it is missing from the journal or unprocessed.</summary>
public static class AuditRules
{
    /// <param name="mail">The mail as the mailbox describes it.</param>
    /// <param name="position">How far the folder was read.</param>
    /// <param name="found">What the gateway has stored of it.</param>
    /// <param name="limits">Settings of the audit.</param>
    public static AuditVerdict Judge(MailDetails mail, FolderPosition position, FoundMail found, AuditLimits limits)
    {
        // Before the position, which an interrupted repair has not stored.
        if (found.Entry is { } entry)
            return Judge(entry, limits);
        if (position.Exceptions.TryGetValue(mail.Id, out var exception))
            return new(AuditFinding.Unprocessed, $"It could not be fetched: {exception.Reason}");
        if (!position.Has(mail.Id))
            return new(AuditFinding.Waiting);
        if (found.Id is not null)
            return new(AuditFinding.Missing, "It was stored, and the journal does not know it.");
        if (IsSkipped(mail, position, limits))
            return new(AuditFinding.Passed);
        return mail.Arrived < limits.RawSince
            ? new(AuditFinding.Expired)
            : new(AuditFinding.Missing, "It was never stored.");
    }

    private static AuditVerdict Judge(JournalEntry entry, AuditLimits limits)
    {
        if (entry.State == JournalState.Pending && entry.Received < limits.StalledSince)
            return new(AuditFinding.Unprocessed, "It was taken in, and nothing was decided about it.");
        if (entry.State != JournalState.Failed)
            return new(AuditFinding.Accounted);
        var reason = entry.Reasons.LastOrDefault(reason => reason.Hit)?.Text;
        return new(AuditFinding.Unprocessed, reason ?? "It failed.");
    }

    private static bool IsSkipped(MailDetails mail, FolderPosition position, AuditLimits limits)
    {
        var isTooOld = position.Since is { } since && (mail.Arrived is null || mail.Arrived < since);
        return isTooOld || (limits.UnseenOnly && mail.Seen);
    }
}

/// <summary>What the gateway has stored of a mail in a mailbox.</summary>
/// <param name="Id">Its journal id; null when it was not stored.</param>
/// <param name="Entry">Its journal entry; null when there is none.</param>
public sealed record FoundMail(MailId? Id, JournalEntry? Entry);

/// <summary>Settings of an audit.</summary>
/// <param name="UnseenOnly">Whether only unseen mail is fetched.</param>
/// <param name="RawSince">The time since which raw mail is kept.</param>
/// <param name="StalledSince">Mail imported before this time should have been processed.</param>
/// <param name="Largest">Maximum size in bytes of a mail that a repair imports.</param>
public sealed record AuditLimits(bool UnseenOnly, DateTimeOffset RawSince, DateTimeOffset StalledSince, long Largest);

/// <summary>Finding of an audit for one mail, with the reason.</summary>
public sealed record AuditVerdict(AuditFinding Finding, string? Reason = null);

/// <summary>Finding of an audit for one mail; see <see cref="Postern.Contracts.Http.FolderAudit"/>.</summary>
public enum AuditFinding
{
    Accounted,
    Waiting,
    Passed,
    Expired,
    Missing,
    Unprocessed,
}
