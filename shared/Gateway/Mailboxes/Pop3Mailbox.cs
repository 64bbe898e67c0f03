using MailKit.Net.Pop3;
using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// A mailbox by POP3 (RFC 1939). It has one folder, and mail is identified by UIDL, which the server must support.
/// </summary>
internal sealed class Pop3Mailbox(Pop3Client client, TransferPatience patience) : IMailbox
{
    // Index in the session by UIDL; message numbers change between sessions.
    private readonly Dictionary<string, int> _numbers = [];
    private List<string> _uidls = [];
    private List<int> _sizes = [];

    public async Task<FolderView> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        if (_numbers.Count == 0 && client.Count > 0)
        {
            // Both before the first deletion, which leaves gaps in the lists.
            List<string> uidls = [.. await client.GetMessageUidsAsync(cancellationToken)];
            List<int> sizes = [.. await client.GetMessageSizesAsync(cancellationToken)];
            (_uidls, _sizes) = (uidls, sizes);
            foreach (var (number, uidl) in _uidls.Index())
                _numbers.TryAdd(uidl, number);
        }
        return new FolderView(
            IncomingServer.Inbox,
            UidValidity: 0,
            UidNext: null,
            client.Count,
            ReadOnly: false,
            _uidls
        );
    }

    public Task<IReadOnlyList<string>> ListAsync(uint above, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(_uidls);

    public Task<IReadOnlyList<MailDetails>> DescribeAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<MailDetails>>([.. ids.Where(_numbers.ContainsKey).Select(Details)]);

    private MailDetails Details(string id) =>
        new(id, _sizes.ElementAtOrDefault(_numbers[id]), Arrived: null, Seen: false);

    public Task<bool> HasAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(_numbers.ContainsKey(id));

    public async Task<BinaryData?> ReadAsync(string id, long most, CancellationToken cancellationToken)
    {
        if (!_numbers.TryGetValue(id, out var number))
            return null;
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

    public async Task<BinaryData?> ReadHeaderAsync(string id, CancellationToken cancellationToken)
    {
        if (!_numbers.TryGetValue(id, out var number))
            return null;
        await using var stream = await client.GetStreamAsync(number, headersOnly: true, cancellationToken);
        return await MailBytes.OfAsync(stream, cancellationToken);
    }

    public Task ApplyAsync(string id, AfterFetch action, string? moveTo, CancellationToken cancellationToken) =>
        action == AfterFetch.Delete && _numbers.TryGetValue(id, out var number)
            ? client.DeleteMessageAsync(number, cancellationToken)
            : Task.CompletedTask;

    public Task CloseAsync(CancellationToken cancellationToken) =>
        client.DisconnectAsync(quit: true, cancellationToken);

    public void Dispose() => client.Dispose();
}
