using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Gateway.Mailboxes;

/// <summary>A mailbox that somebody is logged in at. One folder is open at a time.</summary>
public interface IMailbox : IDisposable
{
    /// <summary>Opens a folder.</summary>
    Task<FolderView> OpenAsync(string folder, CancellationToken cancellationToken);

    /// <summary>UIDs above a mark, ascending; with POP3 all UIDLs.</summary>
    Task<IReadOnlyList<string>> ListAsync(uint above, CancellationToken cancellationToken);

    /// <summary>What is known of mails without reading them; those that the server says nothing of are missing.</summary>
    Task<IReadOnlyList<MailDetails>> DescribeAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Whether the server still lists a mail: what it gives no answer on need not be gone.</summary>
    Task<bool> HasAsync(string id, CancellationToken cancellationToken);

    /// <summary>The mail as it lies there, byte for byte; null when there is none to be had.</summary>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="most">Most bytes that are read, whatever size the server has told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">There are more.</exception>
    Task<BinaryData?> ReadAsync(string id, long most, CancellationToken cancellationToken);

    /// <summary>Its header section; null when there is none to be had.</summary>
    Task<BinaryData?> ReadHeaderAsync(string id, CancellationToken cancellationToken);

    /// <summary>Does with a mail what is done with one that was taken in.</summary>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="action">What is done.</param>
    /// <param name="moveTo">The folder of <see cref="AfterFetch.Move"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task ApplyAsync(string id, AfterFetch action, string? moveTo, CancellationToken cancellationToken);

    /// <summary>Ends the session in order: POP3 deletes only now (RFC 1939 §6).</summary>
    Task CloseAsync(CancellationToken cancellationToken);
}
