namespace Postern.Core.Fetching;

/// <summary>State of a folder when it was opened.</summary>
/// <param name="Folder">Its name.</param>
/// <param name="UidValidity">UIDVALIDITY (RFC 9051 §2.3.1.1); zero with POP3.</param>
/// <param name="UidNext">UIDNEXT: the UID of the next mail; null with POP3.</param>
/// <param name="Count">Number of mails.</param>
/// <param name="ReadOnly">Whether mails in it cannot be changed.</param>
/// <param name="Uidls">POP3: UIDLs of all mails, and the ids of those that share one; empty with IMAP.</param>
public sealed record FolderView(
    string Folder,
    uint UidValidity,
    uint? UidNext,
    int Count,
    bool ReadOnly,
    IReadOnlyList<string> Uidls
)
{
    /// <summary>POP3: the UIDLs that name more than one mail.</summary>
    public IReadOnlyList<string> SharedUidls { get; init; } = [];
}

/// <summary>A mail as the server describes it.</summary>
/// <param name="Id">UID or UIDL (<see cref="SharedUidl"/>).</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Arrived">When it arrived in the mailbox; null with POP3.</param>
/// <param name="Seen">Whether it has the flag \Seen.</param>
public sealed record MailDetails(string Id, long Size, DateTimeOffset? Arrived, bool Seen);
