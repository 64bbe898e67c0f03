using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Postern.Contracts.Queues;

namespace Postern.Client;

/// <summary>
/// What a program does with a gateway, through its storage account alone. Every call may be repeated: the id of a message,
/// or the content of a mail, says that it is the same. Thread-safe; one serves a whole process.
/// </summary>
public sealed partial class PosternClient
{
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly QueueServiceClient _queues;
    private readonly LargeContents _contents;

    /// <summary>A client with the key of the account, for development.</summary>
    /// <param name="connectionString">Connection string of the gateway's mail account.</param>
    public PosternClient(string connectionString)
        : this(new QueueServiceClient(connectionString), new BlobServiceClient(connectionString)) { }

    /// <summary>A client with the identity of the program.</summary>
    /// <param name="queues">Address of the queue service, <c>https://ACCOUNT.queue.core.windows.net</c>.</param>
    /// <param name="credential">The identity; its tokens are renewed.</param>
    /// <param name="blobs">Address of the blob service; null = beside that of the queues.</param>
    public PosternClient(Uri queues, TokenCredential credential, Uri? blobs = null)
        : this(new QueueServiceClient(queues, credential), new BlobServiceClient(blobs ?? Beside(queues), credential))
    { }

    private PosternClient(QueueServiceClient queues, BlobServiceClient blobs) =>
        (_queues, _contents) = (queues, new LargeContents(blobs));

    /// <summary>Posts on the thread of a record, whose followers are notified (queue <c>thread-posts</c>).</summary>
    /// <param name="post">The post.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="InvalidMessageException">The gateway would reject it.</exception>
    public async Task PostAsync(ThreadPost post, CancellationToken cancellationToken = default)
    {
        MessageRules.Check(post);
        await PutAsync("thread-posts", await _contents.MoveAsync(post, cancellationToken), cancellationToken);
    }

    /// <summary>Sends a mail that belongs to no record (queue <c>outbound-mail</c>).</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="InvalidMessageException">The gateway would reject it.</exception>
    public Task SendAsync(OutboundMail mail, CancellationToken cancellationToken = default) =>
        SendAsync("outbound-mail", mail, cancellationToken);

    /// <summary>Sends a mailing, which delays no other mail (queue <c>outbound-bulk</c>): its recipients are in Bcc.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="InvalidMessageException">The gateway would reject it.</exception>
    public Task SendBulkAsync(OutboundMail mail, CancellationToken cancellationToken = default) =>
        SendAsync("outbound-bulk", mail, cancellationToken);

    /// <summary>Hands in a mail, as if it had been fetched (queue <c>inbound-mail</c>).</summary>
    /// <param name="mail">The mail as it was received (RFC 5322).</param>
    /// <param name="details">Envelope, source and fallback model; null = not known.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task PushAsync(
        BinaryData mail,
        InboundItem? details = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (mail.ToMemory().IsEmpty)
            throw new InvalidMessageException(new ContractProblem("mail", "is empty"));
        var item = await _contents.PlaceAsync(mail, details ?? new InboundItem(), cancellationToken);
        await PutAsync("inbound-mail", item, cancellationToken);
    }

    private async Task SendAsync(string queue, OutboundMail mail, CancellationToken cancellationToken)
    {
        MessageRules.Check(mail);
        await PutAsync(queue, await _contents.MoveAsync(mail, cancellationToken), cancellationToken);
    }

    private async Task PutAsync<T>(string queue, T message, CancellationToken cancellationToken)
        where T : QueueContract
    {
        var text = MessageJson.Write(message);
        if (MessageJson.SizeOf(text) > MessageJson.Most)
            throw new InvalidMessageException(
                new ContractProblem("", $"the message has more than {MessageJson.Most} bytes beside its contents")
            );
        await _queues.GetQueueClient(queue).SendMessageAsync(text, null, Never, cancellationToken);
    }

    private static Uri Beside(Uri queues) =>
        new(queues.AbsoluteUri.Replace(".queue.", ".blob.", StringComparison.Ordinal));
}
