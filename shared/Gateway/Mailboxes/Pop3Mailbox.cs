using MailKit.Net.Pop3;
using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// A mailbox by POP3 (RFC 1939). It has one folder, and mail is identified by UIDL, which the server must support.
/// </summary>
internal sealed class Pop3Mailbox(Pop3Client client, TransferPatience patience) : IMailbox
{
    private Pop3Listing? _listing;

    public Task<IReadOnlyList<string>> FoldersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <exception cref="UnusableMailboxException">The server's mails cannot be told apart.</exception>
    public async Task<FolderView> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        // Before the first deletion, which leaves gaps in the lists.
        _listing ??= await ListAsync(cancellationToken);
        return new FolderView(
            IncomingServer.Inbox,
            UidValidity: 0,
            UidNext: null,
            client.Count,
            ReadOnly: false,
            [.. _listing.Ids, .. _listing.Shared]
        )
        {
            SharedUidls = _listing.Shared,
        };
    }

    public Task<IReadOnlyList<string>> ListAsync(uint above, CancellationToken cancellationToken) =>
        Task.FromResult(_listing!.Ids);

    public Task<IReadOnlyList<MailDetails>> DescribeAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<MailDetails>>([.. ids.Where(_listing!.Has).Select(_listing.Describe)]);

    public Task<bool> HasAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_listing!.Has(id));

    public async Task<BinaryData?> ReadAsync(string id, long most, CancellationToken cancellationToken) =>
        _listing!.Has(id) ? await ReadAsync(_listing.NumbersOf(id)[0], most, cancellationToken) : null;

    public async Task<BinaryData?> ReadHeaderAsync(string id, CancellationToken cancellationToken) =>
        _listing!.Has(id) ? await ReadHeaderAsync(_listing.NumbersOf(id)[0], cancellationToken) : null;

    public async Task ApplyAsync(string id, AfterFetch action, string? moveTo, CancellationToken cancellationToken)
    {
        if (action != AfterFetch.Delete || !_listing!.Has(id))
            return;
        foreach (var number in _listing.NumbersOf(id))
            await client.DeleteMessageAsync(number, cancellationToken);
    }

    public Task CloseAsync(CancellationToken cancellationToken) =>
        client.DisconnectAsync(quit: true, cancellationToken);

    public void Dispose() => client.Dispose();

    private async Task<Pop3Listing> ListAsync(CancellationToken cancellationToken)
    {
        if (client.Count == 0)
            return new Pop3Listing([], []);
        if (client.Count > FolderPositions.MostKnown)
            throw UnusableMailboxException.TooManyMails(client.Count, FolderPositions.MostKnown);
        var uidls = await ListUidlsAsync(cancellationToken);
        var sizes = await client.GetMessageSizesAsync(cancellationToken);
        var listing = new Pop3Listing(uidls, sizes);
        if (listing.Alike.Count > Pop3Listing.MostAlike)
            throw UnusableMailboxException.TooManyAlike(listing.Alike.Count, Pop3Listing.MostAlike);
        foreach (var number in listing.Alike)
            listing.Identify(number, await HashAsync(number, listing.SizeOf(number), cancellationToken));
        return listing;
    }

    private async Task<IList<string>> ListUidlsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetMessageUidsAsync(cancellationToken);
        }
        catch (NotSupportedException)
        {
            throw UnusableMailboxException.WithoutUidl();
        }
    }

    private async Task<string> HashAsync(int number, long size, CancellationToken cancellationToken)
    {
        try
        {
            // A larger one is hardly ever taken; the header tells it from others.
            if (size > Pop3Listing.LargestRead)
                return Pop3Listing.HashOf(await ReadHeaderAsync(number, cancellationToken), size);
            return Pop3Listing.HashOf(await ReadAsync(number, 2 * Pop3Listing.LargestRead, cancellationToken));
        }
        catch (Pop3CommandException)
        {
            // It fails on its own when it is fetched, and keeps no other waiting.
            return Pop3Listing.HashOf(BinaryData.FromBytes([]), size);
        }
    }

    private async Task<BinaryData> ReadAsync(int number, long most, CancellationToken cancellationToken)
    {
        using var transfer = patience.Begin(most, cancellationToken);
        try
        {
            await using var stream = await client.GetStreamAsync(number, headersOnly: false, transfer.Token, transfer);
            return await MailBytes.OfAsync(stream, cancellationToken);
        }
        catch (OperationCanceledException) when (transfer.IsTooLong)
        {
            throw transfer.TooLong();
        }
    }

    private async Task<BinaryData> ReadHeaderAsync(int number, CancellationToken cancellationToken)
    {
        await using var stream = await client.GetStreamAsync(number, headersOnly: true, cancellationToken);
        return await MailBytes.OfAsync(stream, cancellationToken);
    }
}
