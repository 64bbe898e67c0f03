using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;

namespace Postern.Functions;

/// <summary>Fetches one mailbox.</summary>
public sealed class FetchMailbox(MailboxFetcher fetcher, QueueRuns runs)
{
    [Function(nameof(FetchMailbox))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.MailboxFetch, Connection = GatewayStorage.ConnectionName)] string message,
        CancellationToken cancellationToken
    ) => runs.RunAsync(QueueNames.MailboxFetch, message, fetcher.ProcessAsync, cancellationToken);
}
