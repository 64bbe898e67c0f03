using Microsoft.Extensions.Logging;
using Postern.Contracts.Queues;
using Postern.Core.Claims;
using Postern.Core.Parsing;
using Postern.Core.Requests;
using Postern.Core.Routing;
using Postern.Gateway.Inbound;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>
/// Queues what the runs of a message on a queue have planned and posted and did not send, before the message is given up:
/// whoever posts a message has it delivered, whatever becomes of the rest of its run.
/// </summary>
public sealed partial class UnfinishedPlans(
    InboundSource source,
    InboundDecider decider,
    ClaimStore claims,
    UnsentDeliveries unsent,
    DeliveryQueues queues,
    ILogger<UnfinishedPlans> logger
)
{
    public async Task QueueAsync(string queue, string message, CancellationToken cancellationToken)
    {
        if (await TryFindAsync(queue, message, cancellationToken) is not { } claim)
            return;
        var postings = claim.Postings.Concat(claim.Notices.Select(notice => notice.Posting));
        foreach (var posting in postings)
        {
            var (thread, to) = (posting.Thread.Key, posting.Bulk ? QueueNames.OutboundBulk : QueueNames.OutboundMail);
            var left = await unsent.ListAsync(thread, posting.Message, to, cancellationToken);
            await queues.PutAsync(thread, to, left, cancellationToken);
        }
    }

    private async Task<Claim?> TryFindAsync(string queue, string message, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(queue, message, cancellationToken);
        }
        // What cannot be read now could not be read by its runs either, and has no plan.
        catch (Exception e) when (!StorageTrouble.IsOfStorage(e) && !cancellationToken.IsCancellationRequested)
        {
            LogNotRead(queue, e);
            return null;
        }
    }

    private async Task<Claim?> FindAsync(string queue, string message, CancellationToken cancellationToken) =>
        queue switch
        {
            QueueNames.InboundMail => await FindForMailAsync(message, cancellationToken),
            QueueNames.ThreadPosts when ContractReader.Read<ThreadPost>(message).Item is { } post =>
                await claims.FindAsync(PostProcessor.KeyOf(post), cancellationToken),
            QueueNames.OutboundMail
            or QueueNames.OutboundBulk when ContractReader.Read<OutboundMail>(message).Item is { } mail =>
                await claims.FindAsync(ClaimKey.OfProgram(QueueNames.OutboundMail, mail.Id), cancellationToken),
            _ => null,
        };

    private async Task<Claim?> FindForMailAsync(string message, CancellationToken cancellationToken)
    {
        var (stored, _) = await source.ReadAsync(message, cancellationToken);
        if (stored is null)
            return null;
        using var raw = stored;
        var mail = MailParser.Parse(raw.Content.Memory, raw.Origin.ToEnvelope(), cancellationToken);
        return (await decider.ForeseeAsync(mail, raw, cancellationToken)).Claim;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "What a message on '{Queue}' has planned could not be read, before it is listed as failed."
    )]
    private partial void LogNotRead(string queue, Exception exception);
}
