using Azure.Data.Tables;
using Postern.Core.Retention;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>Reads when something last happened on a thread.</summary>
internal sealed class ThreadActivityReader(GatewayStorage storage)
{
    private readonly TableClient _table = storage.Table(TableNames.Threads);

    /// <summary>Of all of its rows.</summary>
    public async Task<ThreadActivity> ReadAsync(string partition, TableEntity head, CancellationToken cancellationToken)
    {
        var activity = new ThreadActivity().With(TableRow.Read<ThreadHead>(head));
        var rows = _table.QueryAsync<TableEntity>(row => row.PartitionKey == partition, null, null, cancellationToken);
        await foreach (var row in rows)
            activity = With(activity, row);
        return activity;
    }

    /// <summary>Of its newest message alone.</summary>
    public async Task<ThreadActivity> ReadNewestAsync(string partition, CancellationToken cancellationToken)
    {
        var (first, after) = (ThreadRows.Messages, ThreadRows.After(ThreadRows.Messages));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {after}"
        );
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, 1, null, cancellationToken))
            return With(new ThreadActivity(), row);
        return new ThreadActivity();
    }

    private static ThreadActivity With(ThreadActivity activity, TableEntity row)
    {
        if (row.RowKey.StartsWith(ThreadRows.AllDeliveries, StringComparison.Ordinal))
            return activity.With(TableRow.Read<MessageDelivery>(row));
        var isMessage = row.RowKey.StartsWith(ThreadRows.Messages, StringComparison.Ordinal);
        return
            isMessage && SortableTime.TryReadNewestFirst(row.RowKey.AsSpan(ThreadRows.Messages.Length), out var posted)
            ? activity.With(TableRow.Read<ThreadMessage>(row), posted)
            : activity;
    }
}
