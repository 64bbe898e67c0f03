namespace Postern.Contracts.Http;

/// <summary>Result of comparing a mailbox with the journal: which mails were not imported or not processed.</summary>
public sealed record MailboxAuditReport
{
    /// <summary>Whether no checked mail is missing or unprocessed.</summary>
    public bool Complete => Folders.All(folder => folder.Missing.Count == 0 && folder.Unprocessed.Count == 0);

    /// <summary>The result for each folder.</summary>
    public required IReadOnlyList<FolderAudit> Folders { get; init; }
}

/// <summary>
/// Audit of one folder. Every checked mail is counted in exactly one of the members below <see cref="Checked"/>.
/// </summary>
public sealed record FolderAudit
{
    /// <summary>Name of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Number of mails in the folder.</summary>
    public int Mails { get; init; }

    /// <summary>How many of them were checked, the newest first.</summary>
    public int Checked { get; init; }

    /// <summary>How many are in the journal and were processed.</summary>
    public int Accounted { get; init; }

    /// <summary>How many have not been fetched yet.</summary>
    public int Waiting { get; init; }

    /// <summary>
    /// How many are not to be fetched: older than the confirmation, or seen where only unseen mail is fetched.
    /// </summary>
    public int Passed { get; init; }

    /// <summary>How many cannot be checked because they arrived before the period for which raw mail is kept.</summary>
    public int Expired { get; init; }

    /// <summary>
    /// UIDLs that the POP3 server gives to more than one mail, against RFC 1939 §7. Such mails are told apart by their
    /// content; of those with the same content only one is counted.
    /// </summary>
    public IReadOnlyList<string> SharedUidls { get; init; } = [];

    /// <summary>Mails that are not in the journal.</summary>
    public IReadOnlyList<AuditedMail> Missing { get; init; } = [];

    /// <summary>Mails that are in the journal and were not processed.</summary>
    public IReadOnlyList<AuditedMail> Unprocessed { get; init; } = [];
}

/// <summary>A mail that is missing or unprocessed.</summary>
/// <param name="Place">Its UID (IMAP) or UIDL (POP3).</param>
/// <param name="Arrived">When it arrived in the mailbox; null where the server does not report it.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Mail">Its journal id, or the one it would have.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Repaired">Whether this audit imported it, or queued it again.</param>
public sealed record AuditedMail(
    string Place,
    DateTimeOffset? Arrived,
    long Size,
    string? Mail,
    string Reason,
    bool Repaired = false
);
