using System.Globalization;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Core.People;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Tests.Finding;

/// <summary>The rows by which threads and deliveries are found, beside what they lead to.</summary>
internal static class IndexRows
{
    /// <summary>Every delivery has its row, and every thread one for each day on which it has a message.</summary>
    public static async Task AssertWholeAsync(GatewayStorage storage)
    {
        var (posted, found) = (await PostedAsync(storage), await FoundAsync(storage));
        Assert.NotEmpty(posted);
        Assert.Empty(posted.Except(found));
    }

    public static async Task<int> CountAsync(GatewayStorage storage) => (await FoundAsync(storage)).Count;

    /// <summary>Removes them, as if a version that wrote none had written all else.</summary>
    public static async Task RemoveAsync(GatewayStorage storage)
    {
        foreach (var (table, rows) in new[] { await OutAsync(storage), await RecentAsync(storage) })
        {
            foreach (var row in rows)
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }
    }

    private static async Task<IReadOnlyList<string>> PostedAsync(GatewayStorage storage)
    {
        var posted = new List<string>();
        await foreach (var row in storage.Table(TableNames.Threads).QueryAsync<TableEntity>())
        {
            if (row.RowKey.StartsWith("d:", StringComparison.Ordinal))
            {
                var delivery = TableRow.Read<MessageDelivery>(row);
                posted.Add($"{delivery.Recipient} {row.PartitionKey} {delivery.Message}");
            }
            if (row.RowKey.StartsWith("m:", StringComparison.Ordinal))
                posted.Add(Day(row.PartitionKey, DayRange.DayOf(TableRow.Read<ThreadMessage>(row).Time)));
        }
        return posted;
    }

    private static async Task<IReadOnlyList<string>> FoundAsync(GatewayStorage storage)
    {
        var (_, sent) = await OutAsync(storage);
        var (_, recent) = await RecentAsync(storage);
        var deliveries = sent.Select(row =>
                (Address: TableKeys.Unescape(row.PartitionKey), Mail: TableRow.Read<MailSentOut>(row))
            )
            .Select(row => $"{row.Address} {row.Mail.Thread.Partition} {row.Mail.Message}");
        var days = recent.Select(row =>
            Day(
                row.RowKey,
                DateOnly.FromDayNumber(
                    999_999_999 - int.Parse(row.PartitionKey["recent-".Length..], CultureInfo.InvariantCulture)
                )
            )
        );
        return [.. deliveries, .. days];
    }

    private static string Day(string thread, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{thread} on {day:yyyy-MM-dd}");

    private static Task<(TableClient Table, List<TableEntity> Rows)> OutAsync(GatewayStorage storage) =>
        RowsAsync(storage.Table(TableNames.People), row => row.RowKey.StartsWith("out:", StringComparison.Ordinal));

    private static Task<(TableClient Table, List<TableEntity> Rows)> RecentAsync(GatewayStorage storage) =>
        RowsAsync(
            storage.Table(TableNames.Threads),
            row => row.PartitionKey.StartsWith("recent-", StringComparison.Ordinal)
        );

    private static async Task<(TableClient Table, List<TableEntity> Rows)> RowsAsync(
        TableClient table,
        Predicate<TableEntity> wanted
    )
    {
        var rows = new List<TableEntity>();
        await foreach (var row in table.QueryAsync<TableEntity>())
        {
            if (wanted(row))
                rows.Add(row);
        }
        return (table, rows);
    }
}
