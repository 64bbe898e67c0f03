using Postern.Core.Journal;

namespace Postern.Core.Fetching;

/// <summary>What an audit says of one mail.</summary>
public static class AuditRules
{
    /// <param name="mail">The mail as the mailbox describes it.</param>
    /// <param name="position">How far the folder was read.</param>
    /// <param name="found">What is known of it here.</param>
    /// <param name="limits">What the answer depends on beside.</param>
    public static AuditVerdict Judge(MailDetails mail, FolderPosition position, FoundMail found, AuditLimits limits)
    {
        // Before the position: a repair that broke off has not written it.
        if (found.Entry is { } entry)
            return Judge(entry, limits);
        if (position.Exceptions.TryGetValue(mail.Id, out var exception))
            return new(AuditFinding.Unprocessed, $"It could not be fetched: {exception.Reason}");
        if (!position.Has(mail.Id))
            return new(AuditFinding.Waiting);
        if (found.Id is not null)
            return new(AuditFinding.Missing, "It was stored, and the journal does not know it.");
        if (position.Since is { } since && (mail.Arrived is null || mail.Arrived < since))
            return new(AuditFinding.Passed);
        if (limits.UnseenOnly && mail.Seen)
            return new(AuditFinding.Passed);
        return mail.Arrived < limits.RawSince
            ? new(AuditFinding.Expired)
            : new(AuditFinding.Missing, "It was never stored.");
    }

    private static AuditVerdict Judge(JournalEntry entry, AuditLimits limits) =>
        entry.State switch
        {
            JournalState.Pending when entry.Received < limits.StalledSince => new(
                AuditFinding.Unprocessed,
                "It was taken in, and nothing was decided about it."
            ),
            JournalState.Failed => new(
                AuditFinding.Unprocessed,
                entry.Reasons.LastOrDefault(reason => reason.Hit)?.Text ?? "It failed."
            ),
            _ => new(AuditFinding.Accounted),
        };
}

/// <summary>What the gateway knows of a mail in a mailbox.</summary>
/// <param name="Id">Its id, when it was stored.</param>
/// <param name="Entry">Its entry in the journal.</param>
public sealed record FoundMail(MailId? Id, JournalEntry? Entry);

/// <summary>What an audit's answer depends on.</summary>
/// <param name="UnseenOnly">Whether only unseen mail is wanted.</param>
/// <param name="RawSince">Since when raw mail is kept.</param>
/// <param name="StalledSince">What was taken in before then should have been decided about.</param>
/// <param name="Largest">Largest mail in bytes that a repair takes in.</param>
public sealed record AuditLimits(bool UnseenOnly, DateTimeOffset RawSince, DateTimeOffset StalledSince, long Largest);

/// <summary>A finding, and why.</summary>
public sealed record AuditVerdict(AuditFinding Finding, string? Reason = null);

/// <summary>What an audit finds of a mail.</summary>
public enum AuditFinding
{
    Accounted,
    Waiting,
    Passed,
    Expired,
    Missing,
    Unprocessed,
}
