using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Retention;
using Postern.Core.Threads;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>Deletes the rows of a thread that is decided to go, and what they lead to.</summary>
internal sealed class OldThreadRows(GatewayStorage storage, ThreadRemoval removal)
{
    private const int RowsAtLeast = 20;
    private readonly TableClient _table = storage.Table(TableNames.Threads);

    /// <summary>Deletes rows, some of them at least. False when there was no time to end.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="activity">What was read of it.</param>
    /// <param name="isAnew">Whether it was made anew meanwhile: only what is old goes.</param>
    /// <param name="before">What is not older stays.</param>
    /// <param name="work">The step.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<bool> RemoveAsync(
        ThreadKey thread,
        ThreadActivity activity,
        bool isAnew,
        DateTimeOffset before,
        RetentionWork work,
        CancellationToken cancellationToken
    )
    {
        await work.BeginDeletingAsync();
        var step = work.Erasure(before, thread);
        step.IsAnew = isAnew;
        if (!isAnew && activity.Message is { } message)
            await removal.ForgetTokenAsync(message.Thread.Token, step, cancellationToken);
        var partition = thread.Partition;
        var rows = _table.QueryAsync<TableEntity>(row => row.PartitionKey == partition, null, null, cancellationToken);
        var removed = 0;
        await foreach (var row in rows)
        {
            // Each round does something, however late it is when it comes to the thread.
            if (removed++ >= RowsAtLeast && work.IsLate)
                return false;
            await RemoveAsync(row, step, cancellationToken);
        }
        return true;
    }

    private async Task RemoveAsync(TableEntity row, ErasureWork step, CancellationToken cancellationToken)
    {
        // Those of a thread that was made anew meanwhile have another version.
        if (row.RowKey == ThreadRows.Head)
            return;
        if (row.RowKey.StartsWith(ThreadRows.Followers, StringComparison.Ordinal))
        {
            if (!step.IsAnew)
                await _table.TryDeleteAsync(row, cancellationToken);
            return;
        }
        if (row.RowKey.StartsWith(ThreadRows.Messages, StringComparison.Ordinal))
            await removal.ForgetPlansAsync(TableRow.Read<ThreadMessage>(row), step, cancellationToken);
        await removal.VisitOwnAsync(row, step, cancellationToken);
    }
}
