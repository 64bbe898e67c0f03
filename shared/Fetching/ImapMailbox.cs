using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Postern.Delivery;
using Postern.Network;

namespace Postern.Fetching;

/// <summary>One open folder of an IMAP mailbox (RFC 9051).</summary>
public sealed class ImapMailbox : IDisposable
{
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(60);
    private readonly ImapClient _client;
    private IMailFolder? _folder;

    private ImapMailbox(ImapClient client) => _client = client;

    public static async Task<ImapMailbox> OpenAsync(IncomingServer server, string password, GuardedConnector connector, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Opening);
        var client = new ImapClient { Timeout = (int)Opening.TotalMilliseconds, ServerCertificateValidationCallback = connector.Certificates(server.VerifyCertificate), CheckCertificateRevocation = false };
        try
        {
            var socket = await connector.ConnectAsync(server.Host, server.Port, limit.Token);
            await client.ConnectAsync(socket, server.Host, server.Port, SmtpConnector.Options(server.Security), limit.Token);
            await client.AuthenticateAsync(server.UserName, password, limit.Token);
            return new ImapMailbox(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Opens a folder and returns its UIDVALIDITY.</summary>
    public async Task<uint> SelectAsync(string folder, CancellationToken cancellationToken)
    {
        _folder = folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase) ? _client.Inbox : await _client.GetFolderAsync(folder, cancellationToken);
        await _folder!.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        return _folder.UidValidity;
    }

    /// <summary>UIDs above a mark, ascending.</summary>
    public async Task<IReadOnlyList<uint>> ListAsync(uint above, CancellationToken cancellationToken)
    {
        if (above == uint.MaxValue) return [];
        // "n:*" always names the last mail, also when its UID is below n.
        var found = await _folder!.SearchAsync(SearchQuery.Uids(new UniqueIdRange(new UniqueId(above + 1), UniqueId.MaxValue)), cancellationToken);
        return [.. found.Select(uid => uid.Id).Where(uid => uid > above).Order()];
    }

    /// <summary>The mail as it lies there, byte for byte; null when it is gone.</summary>
    public async Task<BinaryData?> ReadAsync(uint uid, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await _folder!.GetStreamAsync(new UniqueId(uid), cancellationToken);
            return await BinaryData.FromStreamAsync(stream, cancellationToken);
        }
        catch (MessageNotFoundException)
        {
            return null;
        }
    }

    public Task MarkSeenAsync(uint uid, CancellationToken cancellationToken) =>
        _folder!.AddFlagsAsync(new UniqueId(uid), MessageFlags.Seen, silent: true, cancellationToken);

    public void Dispose() => _client.Dispose();
}
