using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Erasing;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>Erases a person in the rows of threads: as follower, author, recipient, and where others name them.</summary>
internal sealed class PersonThreads(
    GatewayStorage storage,
    ThreadStore threads,
    MessageWriter writer,
    NotedContents noted,
    QuotedReplies quotes
)
{
    private readonly TableClient _table = storage.Table(TableNames.Threads);

    public async Task VisitAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (row.PartitionKey != work.Thread)
            await LeaveAsync(work, cancellationToken);
        work.Thread = row.PartitionKey;
        if (row.RowKey.StartsWith(ThreadRows.Messages, StringComparison.Ordinal))
            await VisitMessageAsync(row, work, cancellationToken);
        else if (work.MayFind(row))
            await EraseAsync(row, work, cancellationToken);
    }

    /// <summary>Ends a thread: where the person wrote, others quote them.</summary>
    public async Task LeaveAsync(ErasureWork work, CancellationToken cancellationToken)
    {
        if (work.Wrote && work.Thread is { } partition && ThreadKey.TryParse(partition, out var thread))
            await quotes.CutAsync(thread, work, cancellationToken);
        work.Wrote = false;
    }

    private async Task EraseAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (Is(row, ThreadRows.Followers) && TableRow.Read<Follower>(row) is var follower && IsOf(follower, work))
            await WriteAsync([RowWrite.Delete(row, row.ETag)], work, cancellationToken);
        else if (Is(row, ThreadRows.Failures) && work.Person.Is(TableRow.Read<DeliveryFailure>(row).Recipient))
            await WriteAsync([RowWrite.Delete(row, row.ETag)], work, cancellationToken);
        else if (
            Is(row, ThreadRows.AllDeliveries)
            && TableRow.Read<MessageDelivery>(row) is var delivery
            && delivery.Recipient == work.Person.Address
        )
            await EraseDeliveryAsync(row, delivery, work, cancellationToken);
        else
            await RedactAsync(row, work, cancellationToken);
    }

    private static bool IsOf(Follower follower, ErasureWork work)
    {
        if (follower.Address != work.Person.Address)
            return false;
        work.Redaction.Learn(follower.Name);
        return true;
    }

    // Its key follows from the address, so it becomes another row. A run that is sending it finds it gone.
    private async Task EraseDeliveryAsync(
        TableEntity row,
        MessageDelivery delivery,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        if (!work.IsAgain && ErasedMessages.IsUnderWay(delivery, work.Now))
            return;
        work.Redaction.Learn(delivery.Name);
        if (!ThreadKey.TryParse(row.PartitionKey, out var thread))
            return;
        var after = ThreadRows.Write(thread, ErasedMessages.To(delivery, work.Person, work.Now));
        after = RowRedaction.Of(after, work.Redaction) ?? after;
        await WriteAsync([RowWrite.Delete(row, row.ETag), RowWrite.Upsert(after)], work, cancellationToken);
    }

    private async Task VisitMessageAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        var message = TableRow.Read<ThreadMessage>(row);
        if (message.Author.Address == work.Person.StandIn)
            work.Wrote = true;
        // A fan-out that goes on from the person needs their place in the order.
        if (message.FanOut == work.Person.Address)
            work.Kept++;
        else if (message.Author.Address == work.Person.Address)
            await EraseMessageAsync(row, message, work, cancellationToken);
        else
            await RedactMessageAsync(row, message, work, cancellationToken);
    }

    private async Task EraseMessageAsync(
        TableEntity row,
        ThreadMessage message,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        work.Redaction.Learn(message.Author.Name);
        await SkipUnsentAsync(message, work, cancellationToken);
        await noted.NoteAsync(message, work, cancellationToken);
        await WriteMessageAsync(row, ErasedMessages.OfAuthor(message, work.Person), work, cancellationToken);
        work.Wrote = true;
    }

    // Otherwise an empty message would be sent in the name of nobody.
    private async Task SkipUnsentAsync(ThreadMessage message, ErasureWork work, CancellationToken cancellationToken)
    {
        var id = new MessageKey(message.Key).Id;
        foreach (var delivery in await threads.ListDeliveriesAsync(message.Thread.Key, id, null, cancellationToken))
        {
            if (!ErasedMessages.IsUnsent(delivery))
                continue;
            var reference = delivery.Reference(message.Thread.Key);
            if (await threads.FindDeliveryAsync(reference, cancellationToken) is not { Delivery: var stored })
                continue;
            if (ErasedMessages.IsUnderWay(stored.Value, work.Now))
                continue;
            var skipped = ErasedMessages.Skipped(stored.Value, "The message was erased.", work.Now);
            await threads.TrySaveAsync(message.Thread.Key, stored, skipped, cancellationToken);
        }
    }

    private async Task RedactMessageAsync(
        TableEntity row,
        ThreadMessage message,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        var after = await WithBodiesAsync(message, work, cancellationToken);
        if (!ReferenceEquals(after, message))
            await noted.NoteAsync(message, work, cancellationToken);
        if (work.MayFind(row) || !ReferenceEquals(after, message))
            await WriteMessageAsync(row, ErasedMessages.OfAnother(after, work.Texts), work, cancellationToken);
        if (work.IsAgain)
            await noted.KeepAsync(after, work, cancellationToken);
    }

    // Long texts are blobs; their names are hashes of what they hold.
    private async Task<ThreadMessage> WithBodiesAsync(
        ThreadMessage message,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        if (message.TextBlob is null && message.HtmlBlob is null)
            return message;
        var (text, html) = await writer.ReadBodiesAsync(message, cancellationToken);
        if ((text is null || !work.Texts.Finds(text)) && (html is null || !work.Texts.Finds(html)))
            return message;
        return message with
        {
            TextBlob = await StoreAsync(text, work, cancellationToken),
            HtmlBlob = await StoreAsync(html, work, cancellationToken),
        };
    }

    private Task<string?> StoreAsync(string? text, ErasureWork work, CancellationToken cancellationToken) =>
        writer.StoreAsync(text is null ? null : work.Redaction.Of(text), cancellationToken);

    private async Task WriteMessageAsync(
        TableEntity before,
        ThreadMessage after,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        var row = ThreadRows.Write(after.Thread.Key, after);
        row = RowRedaction.Of(row, work.Redaction) ?? row;
        if (!TableRow.SameContent(before, row))
            await WriteAsync([RowWrite.Replace(row, before.ETag)], work, cancellationToken);
    }

    private async Task RedactAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (RowRedaction.Of(row, work.Redaction) is { } after)
            await WriteAsync([RowWrite.Replace(after, row.ETag)], work, cancellationToken);
    }

    // What another has changed meanwhile is found by the next pass.
    private async Task WriteAsync(
        IReadOnlyList<TableTransactionAction> rows,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        if (await _table.TrySubmitAsync(rows, cancellationToken))
            work.Changed++;
    }

    private static bool Is(TableEntity row, string prefix) => row.RowKey.StartsWith(prefix, StringComparison.Ordinal);
}
