using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Claims;
using Postern.Core.Erasing;
using Postern.Core.Finding;
using Postern.Core.Journal;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// Deletes a thread: its rows with those by which they are found, the raw mails that were on no other thread, and what
/// names it in claims, in the attention list and among what waits. The head goes first, so that nothing is posted any more.
/// </summary>
internal sealed class ThreadRemoval(
    GatewayStorage storage,
    JournalStore journal,
    RawMailStore rawMail,
    SentOutStore sentOut,
    RecentStore recent,
    PostIndex posts,
    NotedContents noted
)
{
    private const string Claims = "c:";
    private const string Tokens = "t:";
    private const string Message = "message";
    private readonly TableClient _threads = storage.Table(TableNames.Threads);
    private readonly TableClient _claims = storage.Table(TableNames.Claims);

    /// <summary>Deletes the head, unless an answer has made the thread anew since.</summary>
    public async Task BeginAsync(ErasureWork work, CancellationToken cancellationToken)
    {
        var head = await _threads.FindAsync(work.Job.Thread!.Partition, ThreadRows.Head, cancellationToken);
        if (head is not null && TableRow.Read<ThreadHead>(head).Created <= work.Job.Begun)
            await _threads.TryDeleteAsync(head, cancellationToken);
        work.IsAnew = head is not null && TableRow.Read<ThreadHead>(head).Created > work.Job.Begun;
    }

    /// <summary>Deletes a row of the thread, after what leads to it.</summary>
    public async Task VisitOwnAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (!IsOld(row, work))
            return;
        if (row.RowKey.StartsWith(ThreadRows.AllDeliveries, StringComparison.Ordinal))
            await sentOut.DeleteAsync(work.Job.Thread!, TableRow.Read<MessageDelivery>(row), cancellationToken);
        else if (row.RowKey.StartsWith(ThreadRows.Messages, StringComparison.Ordinal))
            await RemoveMessageAsync(TableRow.Read<ThreadMessage>(row), work, cancellationToken);
        row.ETag = ETag.All;
        if (await _threads.TryDeleteAsync(row, cancellationToken))
            work.Changed++;
    }

    public async Task VisitClaimAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        var thread = work.Job.Thread!;
        // Signed names of a thread that was made anew lead there.
        var isToken = row.RowKey.StartsWith(Tokens, StringComparison.Ordinal);
        if (isToken && row.GetString("thread") == thread.Partition && !await IsThereAsync(thread, cancellationToken))
            await DeleteAsync(TableNames.Claims, row, work, cancellationToken);
        else if (row.RowKey.StartsWith(Claims, StringComparison.Ordinal))
            await RemoveFromClaimAsync(row, thread, work, cancellationToken);
    }

    public async Task VisitAttentionAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        var item = TableRow.Read<AttentionItem>(row);
        if ((item.Thread == work.Job.Thread && item.Time <= work.Job.Begun) || Names(item.Message, work))
            await DeleteAsync(TableNames.Attention, row, work, cancellationToken);
    }

    public async Task VisitDueAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (Names(row.GetString(Message), work))
            await DeleteAsync(TableNames.Due, row, work, cancellationToken);
    }

    /// <summary>Keeps the content that a message of another thread names.</summary>
    public async Task VisitOtherAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (row.RowKey.StartsWith(ThreadRows.Messages, StringComparison.Ordinal))
            await noted.KeepAsync(TableRow.Read<ThreadMessage>(row), work, cancellationToken);
    }

    /// <summary>
    /// Forgets what was decided about a message, by its keys: for whoever does not go through all claims.
    /// </summary>
    public async Task ForgetPlansAsync(ThreadMessage message, ErasureWork work, CancellationToken cancellationToken)
    {
        var thread = work.Job.Thread!;
        foreach (var key in KeysOf(message, thread))
        {
            if (await _claims.FindAsync(key.Partition, key.Row, cancellationToken) is { } row)
                await RemoveFromClaimAsync(row, thread, work, cancellationToken);
        }
    }

    /// <summary>Forgets the short name of a thread that is gone.</summary>
    public async Task ForgetTokenAsync(string token, ErasureWork work, CancellationToken cancellationToken)
    {
        var (partition, row) = ClaimKey.OfToken(token);
        if (await _claims.FindAsync(partition, row, cancellationToken) is { } found)
            await VisitClaimAsync(found, work, cancellationToken);
    }

    private static IEnumerable<ClaimKey> KeysOf(ThreadMessage message, ThreadKey thread)
    {
        if (message.SourceMessageId is { } source)
            yield return ClaimKey.OfMessageId(source);
        if (message.Id is not { } id)
            yield break;
        yield return thread.Model == ThreadKey.OutboundModel
            ? ClaimKey.OfProgram(QueueNames.OutboundMail, id)
            : ClaimKey.OfProgram(QueueNames.ThreadPosts, thread, id);
    }

    private async Task RemoveMessageAsync(ThreadMessage message, ErasureWork work, CancellationToken cancellationToken)
    {
        await noted.NoteAsync(message, work, cancellationToken);
        await recent.DeleteAsync(RecentThread.Of(message.Thread, message.Time), cancellationToken);
        if (message.Id is { } id)
            await posts.RemoveAsync(new IndexedPost(id, work.Job.Thread!), cancellationToken);
        if (message.Mail is not { } mail)
            return;
        var entry = await journal.FindAsync(new MailId(mail), cancellationToken);
        if (entry is not null && entry.Threads.All(thread => thread == work.Job.Thread) && !ErasedMails.IsOpen(entry))
            await rawMail.DeleteAsync(entry.Raw, cancellationToken);
    }

    // Without it, a run that repeats its plan makes no thread anew, and answers to the mail find none.
    private async Task RemoveFromClaimAsync(
        TableEntity row,
        ThreadKey thread,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        var claim = TableRow.Read<Claim>(row);
        if (!claim.Postings.Any(posting => posting.Thread.Key == thread && posting.Time <= work.Job.Begun))
            return;
        var after = TableRow.Write(row.PartitionKey, row.RowKey, ErasedMails.WithoutThread(claim, thread));
        if (await _claims.TryReplaceAsync(after, row.ETag, cancellationToken))
            work.Changed++;
    }

    private async Task DeleteAsync(string table, TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (await storage.Table(table).TryDeleteAsync(row, cancellationToken))
            work.Changed++;
    }

    private async Task<bool> IsThereAsync(ThreadKey thread, CancellationToken cancellationToken) =>
        await _threads.FindAsync(thread.Partition, ThreadRows.Head, cancellationToken) is not null;

    private static bool Names(string? message, ErasureWork work) =>
        message is not null
        && DeliveryMessages.MessageOf(message) is var (thread, key)
        && thread == work.Job.Thread!.Partition
        && IsOld(key, work);

    // What came after the request is of a thread that was made anew.
    private static bool IsOld(TableEntity row, ErasureWork work)
    {
        if (row.RowKey.StartsWith(ThreadRows.Messages, StringComparison.Ordinal))
            return IsOld(row.RowKey[ThreadRows.Messages.Length..], work);
        if (row.RowKey.StartsWith(ThreadRows.AllDeliveries, StringComparison.Ordinal))
            return IsOld(TableRow.Read<MessageDelivery>(row).Message, work);
        return row.RowKey.StartsWith(ThreadRows.Failures, StringComparison.Ordinal)
            ? IsOld(TableRow.Read<DeliveryFailure>(row).Message, work)
            : !work.IsAnew;
    }

    private static bool IsOld(string messageKey, ErasureWork work) =>
        SortableTime.TryReadNewestFirst(messageKey, out var time) && time <= work.Job.Begun;
}
