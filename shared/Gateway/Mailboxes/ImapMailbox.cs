using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;

namespace Postern.Gateway.Mailboxes;

/// <summary>A mailbox by IMAP (RFC 9051). Reading a mail leaves its flags alone.</summary>
internal sealed class ImapMailbox(ImapClient client, TransferPatience patience) : IMailbox
{
    private static readonly FetchRequest Description = new(
        MessageSummaryItems.UniqueId
            | MessageSummaryItems.Size
            | MessageSummaryItems.InternalDate
            | MessageSummaryItems.Flags
    );

    // The names go into a row and an answer.
    private const int MostFolders = 50;

    private IMailFolder? _folder;

    public async Task<IReadOnlyList<string>> FoldersAsync(CancellationToken cancellationToken)
    {
        try
        {
            var spaces = client.PersonalNamespaces.Concat(client.SharedNamespaces).ToList();
            var names = new List<string>();
            foreach (var space in spaces.TakeWhile(_ => names.Count < MostFolders))
            {
                var folders = await client.GetFoldersAsync(space, cancellationToken: cancellationToken);
                names.AddRange(folders.Where(Holds).Select(found => found.FullName));
            }
            return [.. names.Distinct().Order(StringComparer.Ordinal).Take(MostFolders)];
        }
        catch (Exception e) when (e is ImapCommandException or InvalidOperationException)
        {
            // The list only helps whoever chooses a folder, or has misspelt its name.
            return [];
        }
    }

    public async Task<FolderView> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        _folder = await FindAsync(folder, cancellationToken);
        var access = await _folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        if (_folder.UidValidity == 0)
            throw UnusableMailboxException.WithoutUidValidity(folder);
        return new FolderView(
            FolderNames.Canonical(folder),
            _folder.UidValidity,
            await NextUidAsync(_folder, cancellationToken),
            _folder.Count,
            ReadOnly: access != FolderAccess.ReadWrite,
            Uidls: []
        );
    }

    // A server may leave UIDNEXT out; then it follows from the last mail.
    private static async Task<uint> NextUidAsync(IMailFolder folder, CancellationToken cancellationToken)
    {
        if (folder.UidNext is { } next)
            return next.Id;
        var uids = await folder.SearchAsync(SearchQuery.All, cancellationToken);
        return uids.Select(uid => uid.Id).DefaultIfEmpty().Max() + 1;
    }

    public async Task<IReadOnlyList<string>> ListAsync(uint above, CancellationToken cancellationToken)
    {
        if (above == uint.MaxValue)
            return [];
        var range = new UniqueIdRange(new UniqueId(above + 1), UniqueId.MaxValue);
        var found = await _folder!.SearchAsync(SearchQuery.Uids(range), cancellationToken);
        // "n:*" always includes the last mail, even if its UID is less than n (RFC 9051 §9).
        return [.. found.Select(uid => uid.Id).Where(uid => uid > above).Order().Select(FolderPosition.IdOf)];
    }

    public async Task<IReadOnlyList<MailDetails>> DescribeAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
            return [];
        var found = await _folder!.FetchAsync([.. ids.Select(Uid)], Description, cancellationToken);
        // A server may also send data of other mail, such as a flag that another client has set (RFC 9051 §7.5.2).
        var requested = ids.ToHashSet();
        return
        [
            .. found.DistinctBy(mail => mail.UniqueId.Id).Select(Details).Where(mail => requested.Contains(mail.Id)),
        ];
    }

    private static MailDetails Details(IMessageSummary mail) =>
        new(
            FolderPosition.IdOf(mail.UniqueId.Id),
            mail.Size ?? 0,
            mail.InternalDate,
            Seen: mail.Flags?.HasFlag(MessageFlags.Seen) == true
        );

    public async Task<bool> HasAsync(string id, CancellationToken cancellationToken)
    {
        var found = await _folder!.SearchAsync(SearchQuery.Uids([Uid(id)]), cancellationToken);
        return found.Any(uid => uid.Id == FolderPosition.UidOf(id));
    }

    public async Task<BinaryData?> ReadAsync(string id, long most, CancellationToken cancellationToken)
    {
        using var transfer = patience.Begin(most, cancellationToken);
        try
        {
            await using var stream = await _folder!.GetStreamAsync(Uid(id), transfer.Token, transfer);
            return await MailBytes.OfAsync(stream, cancellationToken);
        }
        catch (MessageNotFoundException)
        {
            return null;
        }
        catch (OperationCanceledException) when (transfer.IsTooLong)
        {
            throw transfer.TooLong();
        }
    }

    public async Task<BinaryData?> ReadHeaderAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await _folder!.GetStreamAsync(Uid(id), "HEADER", cancellationToken);
            return await MailBytes.OfAsync(stream, cancellationToken);
        }
        catch (MessageNotFoundException)
        {
            return null;
        }
    }

    public async Task ApplyAsync(string id, AfterFetch action, string? moveTo, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case AfterFetch.MarkSeen:
                await _folder!.AddFlagsAsync(Uid(id), MessageFlags.Seen, silent: true, cancellationToken);
                break;
            case AfterFetch.Move:
                await _folder!.MoveToAsync(Uid(id), await FindAsync(moveTo!, cancellationToken), cancellationToken);
                break;
            case AfterFetch.Delete:
                await _folder!.AddFlagsAsync(Uid(id), MessageFlags.Deleted, silent: true, cancellationToken);
                // Only this UID: mail that another client has marked as deleted is left alone.
                await _folder!.ExpungeAsync([Uid(id)], cancellationToken);
                break;
        }
    }

    public Task CloseAsync(CancellationToken cancellationToken) =>
        client.DisconnectAsync(quit: true, cancellationToken);

    public void Dispose() => client.Dispose();

    private async Task<IMailFolder> FindAsync(string folder, CancellationToken cancellationToken)
    {
        if (FolderNames.Canonical(folder) == IncomingServer.Inbox)
            return client.Inbox!;
        try
        {
            return await client.GetFolderAsync(folder, cancellationToken);
        }
        catch (FolderNotFoundException)
        {
            throw new MissingFolderException(folder, await FoldersAsync(cancellationToken));
        }
    }

    private static bool Holds(IMailFolder folder) =>
        (folder.Attributes & (FolderAttributes.NoSelect | FolderAttributes.NonExistent)) == 0;

    private static UniqueId Uid(string id) => new(FolderPosition.UidOf(id));
}
