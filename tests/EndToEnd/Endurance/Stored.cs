using System.Text.Json;
using Azure.Data.Tables;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Flows;

namespace Postern.Tests.Endurance;

/// <summary>What a gateway has stored at the end.</summary>
/// <param name="Journal">All mails.</param>
/// <param name="Messages">All messages, with the partitions of their threads.</param>
/// <param name="Deliveries">All deliveries, with the partitions of their threads.</param>
/// <param name="Attention">Everything that waits for a person.</param>
internal sealed record Stored(
    IReadOnlyList<JournalEntry> Journal,
    IReadOnlyList<(string Thread, ThreadMessage Value)> Messages,
    IReadOnlyList<(string Thread, MessageDelivery Value)> Deliveries,
    IReadOnlyList<AttentionItem> Attention
)
{
    private const int Most = 100_000;

    public static async Task<Stored> ReadAsync(Deployment deployment)
    {
        var (today, journal) = (DateTimeOffset.UtcNow, deployment.Get<JournalStore>());
        var rows = await deployment.FindRowsAsync(TableNames.Threads, null, null);
        return new Stored(
            [
                .. await journal.ListAsync(today, null, Most, default),
                .. await journal.ListAsync(today.AddDays(-1), null, Most, default),
            ],
            [.. Read<ThreadMessage>(rows, "m:")],
            [.. Read<MessageDelivery>(rows, "d:")],
            await deployment.Get<AttentionStore>().ListAsync(Most, default)
        );
    }

    private static IEnumerable<(string Thread, T Value)> Read<T>(IEnumerable<TableEntity> rows, string prefix) =>
        rows.Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal))
            .Select(row =>
                (
                    row.PartitionKey,
                    JsonSerializer.Deserialize<T>(row.GetString("json"), PosternJson.Tolerant)
                        ?? throw new InvalidDataException($"Row {row.RowKey} of {row.PartitionKey} is empty.")
                )
            );
}
