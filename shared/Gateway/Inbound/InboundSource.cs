using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Gateway.Spooling;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Reads the mail that a message on <c>inbound-mail</c> names or holds. What a program put there itself is entered in the
/// journal first, as if it had been taken in.
/// </summary>
public sealed class InboundSource(MailIntake intake, RawMailStore rawMail, DueStore due, TimeProvider time)
{
    private static readonly TimeSpan BusyPause = TimeSpan.FromMinutes(1);

    /// <summary>The raw mail, or what is wrong with the message; neither when the mail waits since there is no room for it now.</summary>
    public async Task<(StoredMail? Mail, ContractProblem? Problem)> ReadAsync(
        string message,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await FindAsync(message, cancellationToken);
        }
        catch (SpoolFullException)
        {
            await due.AddAsync(
                time.GetUtcNow() + BusyPause,
                message,
                QueueNames.InboundMail,
                message,
                cancellationToken
            );
            return (null, null);
        }
    }

    private async Task<(StoredMail? Mail, ContractProblem? Problem)> FindAsync(
        string message,
        CancellationToken cancellationToken
    )
    {
        if (ContractReader.HasMember(message, "replay"))
            return await ReadReplayAsync(message, cancellationToken);
        var (item, problem) = ContractReader.Read<InboundItem>(message);
        if (problem is not null || item is null)
            return (null, problem);
        if (item.Raw is { } name)
            return await FindAsync(name, item, cancellationToken);
        var origin = Origin(item);
        var content = SpooledContent.Of(Convert.FromBase64String(item.Mime!));
        var stored = await intake.StoreAsync(MailIntake.KeyOf(content, origin), content, origin, cancellationToken);
        return await FindAsync(stored.Name, item, cancellationToken);
    }

    private async Task<(StoredMail? Mail, ContractProblem? Problem)> ReadReplayAsync(
        string message,
        CancellationToken cancellationToken
    )
    {
        var (item, problem) = ContractReader.Read<ReplayItem>(message);
        if (problem is not null || item is null)
            return (null, problem);
        if (await rawMail.FindAsync(item.Raw, cancellationToken) is not { } mail)
            return (null, new ContractProblem("raw", $"names no blob in mail-raw: '{item.Raw}'"));
        var thread = item.Thread is null ? null : new ThreadKey(item.Thread.Model, item.Thread.Id);
        return (mail with { Replay = new ReplayOrder(item.Replay, thread, item.Released) }, null);
    }

    private async Task<(StoredMail? Mail, ContractProblem? Problem)> FindAsync(
        string name,
        InboundItem item,
        CancellationToken cancellationToken
    )
    {
        if (await rawMail.FindAsync(name, cancellationToken) is not { } mail)
            return (null, new ContractProblem("raw", $"names no blob in mail-raw: '{name}'"));
        if (mail.Origin != MailOrigin.Queue)
            return (mail, null);
        // A blob without an origin was put there by the program itself.
        mail = mail with
        {
            Origin = Origin(item),
        };
        await intake.EnterAsync(mail, cancellationToken);
        return (mail, null);
    }

    private static MailOrigin Origin(InboundItem item) =>
        MailOrigin.Queue with
        {
            Source = item.Source is { } source ? $"queue:{source}" : MailOrigin.Queue.Source,
            MailFrom = item.Envelope?.MailFrom,
            RcptTo = item.Envelope?.RcptTo,
            FallbackModel = item.FallbackModel,
        };
}
