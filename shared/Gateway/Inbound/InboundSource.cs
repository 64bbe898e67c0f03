using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Spooling;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Reads the mail that a message on <c>inbound-mail</c> names or contains. A mail that a program put there itself is
/// first entered in the journal.
/// </summary>
public sealed class InboundSource(
    GatewayConfigurationSource configuration,
    MailIntake intake,
    RawMailStore rawMail,
    TagKeys tagKeys,
    FailedMail failed,
    DueStore due,
    TimeProvider time
)
{
    private static readonly TimeSpan SpoolPause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The mail; the problem when the message breaks its contract; neither when the mail is deferred while the spool
    /// is full, or is too large and was recorded as failed.
    /// </summary>
    public async Task<SourceResult> ReadAsync(string message, CancellationToken cancellationToken)
    {
        try
        {
            return ContractReader.HasMember(message, "replay")
                ? await ReadReplayAsync(message, cancellationToken)
                : await ReadItemAsync(message, cancellationToken);
        }
        catch (SpoolFullException)
        {
            var at = time.GetUtcNow() + SpoolPause;
            var kept = CarriedMail.Without(message);
            await due.AddAsync(at, kept, QueueNames.InboundMail, kept, cancellationToken);
            return new SourceResult(null, null);
        }
    }

    private async Task<SourceResult> ReadItemAsync(string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<InboundItem>(message);
        if (problem is not null || item is null)
            return new SourceResult(null, problem);
        if (CarriedMail.IsIn(item) && CarriedMail.Read(item, await tagKeys.GetAsync(cancellationToken)) is { } carried)
            return new SourceResult(carried, null);
        if (item.Mime is not null)
            return await TakeInAsync(item, cancellationToken);
        if (await FindAsync(item.Raw!, cancellationToken) is not { } mail)
            return NoBlob(item.Raw!);
        if (mail.Origin != MailOrigin.Queue)
            return new SourceResult(mail, null);
        // A blob without an origin was stored by the program itself.
        var entered = mail with
        {
            Origin = OriginOf(item),
        };
        if (entered.Excess is not null)
            return await RefuseAsync(entered, cancellationToken);
        await intake.EnterAsync(entered, cancellationToken);
        return new SourceResult(entered, null);
    }

    private async Task<SourceResult> ReadReplayAsync(string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<ReplayItem>(message);
        if (problem is not null || item is null)
            return new SourceResult(null, problem);
        if (await FindAsync(item.Raw, cancellationToken) is not { } mail)
            return NoBlob(item.Raw);
        if (mail.Excess is not null)
            return await RefuseAsync(mail, cancellationToken);
        var thread = item.Thread is null ? null : new ThreadKey(item.Thread.Model, item.Thread.Id);
        return new SourceResult(mail with { Replay = new ReplayOrder(item.Replay, thread, item.Released) }, null);
    }

    private async Task<StoredMail?> FindAsync(string name, CancellationToken cancellationToken) =>
        await rawMail.FindAsync(name, await LargestAsync(cancellationToken), cancellationToken);

    private async Task<long> LargestAsync(CancellationToken cancellationToken) =>
        (await configuration.GetAsync(cancellationToken)).Parameters.LargestMail;

    private async Task<SourceResult> RefuseAsync(StoredMail mail, CancellationToken cancellationToken)
    {
        using var beginning = mail;
        var reason =
            $"The mail has {mail.Excess} bytes, and {await LargestAsync(cancellationToken)} are taken at most "
            + $"(mail.size.max); it stays in mail-raw as '{mail.Name}'.";
        await failed.RecordAsync(mail, reason, cancellationToken);
        return new SourceResult(null, null);
    }

    // The mail that a program has put into the message itself.
    private async Task<SourceResult> TakeInAsync(InboundItem item, CancellationToken cancellationToken)
    {
        var origin = OriginOf(item);
        var content = SpooledContent.Of(Convert.FromBase64String(item.Mime!));
        var key = MailIntake.KeyOf(content, origin);
        if (content.Memory.Length > await LargestAsync(cancellationToken))
        {
            var name = MailIntake.NameOf(key);
            var (received, _, _) = await rawMail.AddAsync(name, content, origin, cancellationToken);
            var excessive = new StoredMail(name, content, received, origin) { Excess = content.Memory.Length };
            return await RefuseAsync(excessive, cancellationToken);
        }
        var (mail, isNew) = await intake.AddAsync(key, content, origin, cancellationToken);
        var stored = isNew ? mail : await FindAsync(mail.Name, cancellationToken);
        return stored is null ? NoBlob(mail.Name) : new SourceResult(stored, null);
    }

    private static MailOrigin OriginOf(InboundItem item) =>
        MailOrigin.Queue with
        {
            Source = item.Source is { } source ? $"queue:{source}" : MailOrigin.Queue.Source,
            MailFrom = item.Envelope?.MailFrom,
            RcptTo = item.Envelope?.RcptTo,
            Client = item.Envelope?.Client,
            Helo = item.Envelope?.Helo,
            FallbackModel = item.FallbackModel,
        };

    private static SourceResult NoBlob(string name) =>
        new(null, new ContractProblem("raw", $"names no blob in mail-raw: '{name}'"));
}

/// <summary>The mail of a queue message, or the problem with the message.</summary>
public sealed record SourceResult(StoredMail? Mail, ContractProblem? Problem);
