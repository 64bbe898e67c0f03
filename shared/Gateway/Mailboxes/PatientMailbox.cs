using MailKit;
using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Limits how long each call may last, except the reading of a mail, which <see cref="TransferPatience"/> limits, and
/// names why a folder was not opened.
/// </summary>
internal sealed class PatientMailbox(IMailbox mailbox, MailboxSession session, TimeSpan limit, TimeProvider time)
    : IMailbox
{
    public Task<IReadOnlyList<string>> FoldersAsync(CancellationToken cancellationToken) =>
        LimitAsync(mailbox.FoldersAsync, cancellationToken);

    public async Task<FolderView> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await LimitAsync(token => mailbox.OpenAsync(folder, token), cancellationToken);
        }
        catch (Exception e) when (e is CommandException or ProtocolException)
        {
            throw new MailboxException(MailboxTroubleReader.Read(e, session)!, e);
        }
    }

    public Task<IReadOnlyList<string>> ListAsync(uint above, CancellationToken cancellationToken) =>
        LimitAsync(token => mailbox.ListAsync(above, token), cancellationToken);

    public Task<IReadOnlyList<MailDetails>> DescribeAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    ) => LimitAsync(token => mailbox.DescribeAsync(ids, token), cancellationToken);

    public Task<bool> HasAsync(string id, CancellationToken cancellationToken) =>
        LimitAsync(token => mailbox.HasAsync(id, token), cancellationToken);

    public Task<BinaryData?> ReadAsync(string id, long most, CancellationToken cancellationToken) =>
        mailbox.ReadAsync(id, most, cancellationToken);

    public Task<BinaryData?> ReadHeaderAsync(string id, CancellationToken cancellationToken) =>
        LimitAsync(token => mailbox.ReadHeaderAsync(id, token), cancellationToken);

    public Task ApplyAsync(string id, AfterFetch action, string? moveTo, CancellationToken cancellationToken) =>
        LimitAsync(token => mailbox.ApplyAsync(id, action, moveTo, token), cancellationToken);

    public Task CloseAsync(CancellationToken cancellationToken) => LimitAsync(mailbox.CloseAsync, cancellationToken);

    public void Dispose() => mailbox.Dispose();

    private async Task LimitAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        await LimitAsync<bool>(
            async token =>
            {
                await call(token);
                return true;
            },
            cancellationToken
        );

    private async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        return await call(either.Token);
    }
}
