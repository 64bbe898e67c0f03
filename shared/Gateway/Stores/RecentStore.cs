using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The threads on which something was posted on a day: a row for each, in a partition of <c>threads</c> for each day.
/// The newest day comes first, and the partition of a thread has ':' in its name, so that none is taken for the other.
/// </summary>
public sealed class RecentStore(GatewayStorage storage)
{
    private const string Days = "recent-";
    private const string AfterDays = "recent.";
    private const int LastDay = 999_999_999;
    private const string SubjectColumn = "subject";

    // Some days of a busy desk; an entry that is dropped costs one call.
    private const int MostKnown = 10_000;

    private readonly TableClient _table = storage.Table(TableNames.Threads);
    private readonly ConcurrentDictionary<(DateOnly Day, string Thread), bool> _known = [];

    /// <summary>Notes a message on its thread. Idempotent; one call for each thread and day in an instance.</summary>
    public async Task AddAsync(RecentThread thread, CancellationToken cancellationToken)
    {
        var (day, key) = (thread.Day, thread.Thread.Partition);
        if (_known.ContainsKey((day, key)))
            return;
        var row = new TableEntity(PartitionOf(day), key) { [SubjectColumn] = thread.Subject };
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[(day, key)] = true;
    }

    /// <summary>Removes a thread that is deleted from its day. Idempotent.</summary>
    public async Task DeleteAsync(RecentThread thread, CancellationToken cancellationToken)
    {
        var (day, key) = (thread.Day, thread.Thread.Partition);
        await _table.DeleteEntityAsync(PartitionOf(day), key, cancellationToken: cancellationToken);
        _known.TryRemove((day, key), out _);
    }

    /// <summary>The rows from a place on, newest day first, those of a day in the order of their threads.</summary>
    /// <param name="days">The days.</param>
    /// <param name="place">A thread of a day, which is not read again; null for the beginning.</param>
    /// <param name="model">Only threads of this model; null for all.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async IAsyncEnumerable<RecentThread> ReadAsync(
        DayRange days,
        (DateOnly Day, string After)? place,
        string? model,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // One query for the rest of a day and one for all other days: a condition on either would read the whole table.
        if (place is { } at)
        {
            var rest = TableClient.CreateQueryFilter($"PartitionKey eq {PartitionOf(at.Day)} and RowKey gt {at.After}");
            await foreach (var row in QueryAsync(rest, model, cancellationToken))
                yield return row;
        }
        var newest = place is { } from ? PartitionOf(from.Day) + '!' : PartitionOf(days.To ?? DateOnly.MaxValue);
        var end = days.From is { } last ? PartitionOf(last) + '!' : AfterDays;
        var other = TableClient.CreateQueryFilter($"PartitionKey ge {newest} and PartitionKey lt {end}");
        await foreach (var row in QueryAsync(other, model, cancellationToken))
            yield return row;
    }

    private async IAsyncEnumerable<RecentThread> QueryAsync(
        string filter,
        string? model,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (model is not null)
        {
            var prefix = TableKeys.Escape(model);
            filter += TableClient.CreateQueryFilter($" and RowKey ge {prefix + ':'} and RowKey lt {prefix + ';'}");
        }
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (ThreadKey.TryParse(row.RowKey, out var thread))
                yield return new RecentThread(DayIn(row.PartitionKey), thread, row.GetString(SubjectColumn) ?? "");
        }
    }

    private static string PartitionOf(DateOnly day) =>
        Days + (LastDay - day.DayNumber).ToString("D9", CultureInfo.InvariantCulture);

    private static DateOnly DayIn(string partition) =>
        DateOnly.FromDayNumber(LastDay - int.Parse(partition.AsSpan(Days.Length), CultureInfo.InvariantCulture));
}
