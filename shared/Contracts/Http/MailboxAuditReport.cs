namespace Postern.Contracts.Http;

/// <summary>A mailbox compared with the journal: what should have come in and did not.</summary>
public sealed record MailboxAuditReport
{
    /// <summary>Whether every mail that was looked at is accounted for.</summary>
    public bool Complete => Folders.All(folder => folder.Missing.Count == 0 && folder.Unprocessed.Count == 0);

    public required IReadOnlyList<FolderAudit> Folders { get; init; }
}

/// <summary>One folder of it.</summary>
public sealed record FolderAudit
{
    public required string Folder { get; init; }

    /// <summary>Mails in the folder.</summary>
    public int Mails { get; init; }

    /// <summary>How many of them were looked at, the newest first.</summary>
    public int Checked { get; init; }

    /// <summary>Of these, how many are in the journal and were decided about.</summary>
    public int Accounted { get; init; }

    /// <summary>How many have not been fetched yet.</summary>
    public int Waiting { get; init; }

    /// <summary>How many are none of the gateway's: from before it was confirmed, or seen where only unseen mail is wanted.</summary>
    public int Passed { get; init; }

    /// <summary>How many came so long ago that raw mail is not kept any more: nobody can tell.</summary>
    public int Expired { get; init; }

    /// <summary>Mails that the journal does not know.</summary>
    public IReadOnlyList<AuditedMail> Missing { get; init; } = [];

    /// <summary>Mails that it knows and that nothing has become of.</summary>
    public IReadOnlyList<AuditedMail> Unprocessed { get; init; } = [];
}

/// <summary>A mail that something is wrong with.</summary>
/// <param name="Place">Its UID or UIDL.</param>
/// <param name="Arrived">When it arrived, where the mailbox says so.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Mail">Its id in the journal, or the one that it would have.</param>
/// <param name="Reason">What is wrong, in words.</param>
/// <param name="Repaired">Whether it was taken in, or handed on again, by this audit.</param>
public sealed record AuditedMail(
    string Place,
    DateTimeOffset? Arrived,
    long Size,
    string? Mail,
    string Reason,
    bool Repaired = false
);
