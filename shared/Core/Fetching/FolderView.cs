namespace Postern.Core.Fetching;

/// <summary>A folder as it was opened.</summary>
/// <param name="Folder">Its name.</param>
/// <param name="UidValidity">Zero with POP3.</param>
/// <param name="UidNext">The UID that the next mail gets; null with POP3.</param>
/// <param name="Count">Mails in it.</param>
/// <param name="ReadOnly">Whether nothing can be changed in it.</param>
/// <param name="Uidls">With POP3 the UIDLs of all mails.</param>
public sealed record FolderView(
    string Folder,
    uint UidValidity,
    uint? UidNext,
    int Count,
    bool ReadOnly,
    IReadOnlyList<string> Uidls
);

/// <summary>What a server says of a mail.</summary>
/// <param name="Id">UID or UIDL.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Arrived">When it was put into the mailbox; null with POP3.</param>
/// <param name="Seen">Whether it is marked as seen.</param>
public sealed record MailDetails(string Id, long Size, DateTimeOffset? Arrived, bool Seen);
