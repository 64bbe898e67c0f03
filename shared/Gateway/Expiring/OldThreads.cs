using Azure.Data.Tables;
using Postern.Core.Retention;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>
/// Goes through the heads and messages of all threads: finds the threads without a message since a time, some at each step,
/// and deletes them in the next; keeps content that an earlier run found no longer needed where a message names it.
/// </summary>
internal sealed class OldThreads(TableWalk walk, NotedContents noted, ThreadExpiry expiry)
{
    private const int ThreadsAtOnce = 25;
    private const int KeysAtOnce = 1000;
    private const int RowsAtOnce = 500;
    private static readonly string Rows =
        $"RowKey eq '{ThreadRows.Head}' or (RowKey ge '{ThreadRows.Messages}' "
        + $"and RowKey lt '{ThreadRows.After(ThreadRows.Messages)}')";

    // After every message, and before all else.
    private const string AfterMessages = ThreadRows.Messages + "~";

    private static readonly string[] Keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    /// <summary>Goes on. Returns the run after it; null at the end.</summary>
    public async Task<RetentionRun?> RunAsync(RetentionWork work, CancellationToken cancellationToken)
    {
        if (work.Run.Removing.Count > 0)
            return await RemoveAsync(work, cancellationToken);
        if (work.ThreadsBefore is null && !work.Run.HasContents)
            return null;
        var found = new FoundThreads(work.Run, work.ThreadsBefore);
        var step = work.Erasure(work.Run.Begun);
        var limited = new ErasureWork(step.Job, step.Now, () => work.IsLate || found.Partitions.Count >= ThreadsAtOnce);
        var place = await walk.RunAsync(TableNames.Threads, View(work.Run), limited, VisitAsync, cancellationToken);
        if (place is null)
            found.EndAll();
        work.Counts = work.Counts with { Looked = work.Counts.Looked + limited.Looked };
        if (place is null && found.Partitions.Count == 0)
            return null;
        // At the end there is nothing behind the place.
        return work.Progress(place ?? found.Last) with { Removing = found.Partitions, Before = work.ThreadsBefore };

        async Task VisitAsync(TableEntity row)
        {
            found.Visit(row);
            if (work.Run.HasContents && row.RowKey.StartsWith(ThreadRows.Messages, StringComparison.Ordinal))
                await noted.KeepAsync(TableRow.Read<ThreadMessage>(row), limited, cancellationToken);
        }
    }

    // With nothing but keys, unless messages are to say what they name.
    private static TableView View(RetentionRun run) =>
        run.HasContents ? new TableView(Rows, null, RowsAtOnce) : new TableView(Rows, Keys, KeysAtOnce);

    private async Task<RetentionRun> RemoveAsync(RetentionWork work, CancellationToken cancellationToken)
    {
        var left = new Queue<string>(work.Run.Removing);
        await expiry.PrepareAsync(cancellationToken);
        while (left.TryPeek(out var partition) && await expiry.RemoveAsync(partition, work, cancellationToken))
        {
            left.Dequeue();
            if (work.IsLate)
                break;
        }
        var run = work.Run;
        return work.Progress(run.Partition is { } at ? (at, run.Row ?? "") : null) with { Removing = [.. left] };
    }

    /// <summary>What the rows of threads say, one after the other: the head of each, then its messages, newest first.</summary>
    private sealed class FoundThreads(RetentionRun run, DateTimeOffset? before)
    {
        private string? _partition = run.Partition;
        private bool _hasHead = run.Row == ThreadRows.Head;
        private bool _isDecided = run.Row?.StartsWith(ThreadRows.Messages, StringComparison.Ordinal) ?? true;

        /// <summary>Threads without a message since the time, and those without a head.</summary>
        public List<string> Partitions { get; } = [];

        public (string Partition, string Row)? Last { get; private set; } =
            run.Partition is { } at ? (at, run.Row ?? "") : null;

        public void Visit(TableEntity row)
        {
            if (row.PartitionKey != _partition)
            {
                End();
                (_partition, _hasHead, _isDecided) = (row.PartitionKey, false, !IsThread(row.PartitionKey));
            }
            Last = (row.PartitionKey, row.RowKey);
            if (row.RowKey == ThreadRows.Head)
                _hasHead = true;
            else if (!_isDecided)
                Decide(row);
        }

        /// <summary>Ends a thread: one that has no message goes by its head.</summary>
        public void End()
        {
            if (!_isDecided && _hasHead && before is not null)
                Partitions.Add(_partition!);
            _isDecided = true;
        }

        /// <summary>Ends the last thread, so that nothing is behind it.</summary>
        public void EndAll()
        {
            End();
            if (_partition is not null)
                Last = (_partition, AfterMessages);
        }

        private void Decide(TableEntity newest)
        {
            _isDecided = true;
            var isRead = SortableTime.TryReadNewestFirst(
                newest.RowKey.AsSpan(ThreadRows.Messages.Length),
                out var posted
            );
            if (isRead && before is { } time && (posted <= time || !_hasHead))
                Partitions.Add(_partition!);
        }

        // Rows of days are named by threads, of which a model may be called 'm'.
        private static bool IsThread(string partition) => partition.Contains(':', StringComparison.Ordinal);
    }
}
