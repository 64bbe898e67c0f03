using Azure.Data.Tables;
using Postern.Core.Attention;
using Postern.Core.Requests;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>Messages of programs, which are found by the program's own id.</content>
public sealed partial class AttentionStore
{
    // The program's id, hashed: a filter takes no text of any kind.
    private const string PostColumn = "post";

    /// <summary>
    /// Lists a program's message that has the id of an earlier one with other content. However often it comes, it is one
    /// item.
    /// </summary>
    /// <param name="queue">The queue that it came from.</param>
    /// <param name="message">The message.</param>
    /// <param name="reason">What differs.</param>
    /// <param name="first">The time of the earlier message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task RejectReuseAsync(
        string queue,
        string message,
        string reason,
        DateTimeOffset first,
        CancellationToken cancellationToken
    )
    {
        var item = new AttentionItem
        {
            Id = IdOf(queue, message, first, identity: ""),
            Kind = AttentionKind.Rejected,
            Time = time.GetUtcNow(),
            Reason = reason,
            Field = "id",
            Queue = queue,
            Message = message,
            Post = PostOf(queue, message),
            Advice = "Mend the program: this message needs an id of its own. A replay would be rejected again.",
        };
        return _table.UpsertEntityAsync(Write(item), TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>The items about a program's messages with an id, newest first, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<AttentionItem>> ListOfPostAsync(
        string id,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var buckets = Enumerable.Range(0, AttentionKeys.Buckets).Select(AttentionKeys.Partition);
        var pages = await Task.WhenAll(buckets.Select(ListBucketAsync));
        var items = pages.SelectMany(page => page).Where(item => item.Post == id);
        return [.. items.OrderBy(item => item.Id, StringComparer.Ordinal).Take(limit)];

        async Task<IEnumerable<AttentionItem>> ListBucketAsync(string bucket)
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {bucket} and post eq {AttentionKeys.OfPost(id)}"
            );
            var rows = _table.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellationToken);
            return (await rows.ToListAsync(limit, cancellationToken)).Select(Read);
        }
    }

    private static string? PostOf(string queue, string message) =>
        queue is QueueNames.ThreadPosts or QueueNames.OutboundMail or QueueNames.OutboundBulk
            ? ContractReader.FindId(message)
            : null;
}
