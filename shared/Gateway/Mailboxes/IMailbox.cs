using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Gateway.Mailboxes;

/// <summary>An authenticated session with a mailbox. One folder is open at a time.</summary>
public interface IMailbox : IDisposable
{
    /// <summary>Names of folders that mail can be fetched from, at most 50; none where they are not known.</summary>
    Task<IReadOnlyList<string>> FoldersAsync(CancellationToken cancellationToken);

    Task<FolderView> OpenAsync(string folder, CancellationToken cancellationToken);

    /// <summary>IMAP: the UIDs greater than <paramref name="above"/>, ascending. POP3: all UIDLs.</summary>
    Task<IReadOnlyList<string>> ListAsync(uint above, CancellationToken cancellationToken);

    /// <summary>
    /// Size, arrival and flags of mails. A mail is missing in the result if the server does not describe it.
    /// </summary>
    Task<IReadOnlyList<MailDetails>> DescribeAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the server still lists a mail. One that it neither describes nor returns need not be deleted.
    /// </summary>
    Task<bool> HasAsync(string id, CancellationToken cancellationToken);

    /// <summary>The mail byte for byte; null if the server has none.</summary>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="most">Most bytes that are read, whatever size the server has reported.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The server sends more than that.</exception>
    Task<BinaryData?> ReadAsync(string id, long most, CancellationToken cancellationToken);

    /// <summary>The header section of a mail; null if the server has none.</summary>
    Task<BinaryData?> ReadHeaderAsync(string id, CancellationToken cancellationToken);

    /// <summary>Marks, moves or deletes a mail that was accepted.</summary>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="action">Which of these.</param>
    /// <param name="moveTo">The target of <see cref="AfterFetch.Move"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task ApplyAsync(string id, AfterFetch action, string? moveTo, CancellationToken cancellationToken);

    /// <summary>Ends the session with LOGOUT or QUIT; POP3 deletes only then (RFC 1939 §6).</summary>
    Task CloseAsync(CancellationToken cancellationToken);
}
