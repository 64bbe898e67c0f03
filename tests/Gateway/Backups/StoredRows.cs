using Azure.Data.Tables;
using Postern.Core.Configuration;
using Postern.Gateway.Storage;

namespace Postern.Tests.Backups;

/// <summary>All rows of an account as texts that are equal when the rows are, types included.</summary>
internal static class StoredRows
{
    /// <summary>Without those that say which account they are in, and the work that a restore adds.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string storage)
    {
        var lines = new List<string>();
        foreach (var name in TableNames.All.Where(name => name != TableNames.Due))
        {
            await foreach (var row in new TableClient(storage, name).QueryAsync<TableEntity>())
            {
                if (!IsOfAccount(name, row))
                    lines.Add($"{name} {string.Join(' ', Cells(row))}");
            }
        }
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private static bool IsOfAccount(string table, TableEntity row) =>
        (table, row.PartitionKey) == (TableNames.Limits, "housekeeping")
        || (table, row.RowKey) == (TableNames.Config, $"{ConfigurationKinds.Origin}:{StorageOrigin.Row}");

    private static IEnumerable<string> Cells(TableEntity row) =>
        row.Where(cell => cell.Key is not ("odata.etag" or "Timestamp"))
            .OrderBy(cell => cell.Key, StringComparer.Ordinal)
            .Select(Shown);

    private static string Shown(KeyValuePair<string, object> cell)
    {
        var value = cell.Value switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            DateTimeOffset time => $"{time.UtcTicks}",
            double number => $"{BitConverter.DoubleToInt64Bits(number):x}",
            var other => other,
        };
        return $"{cell.Key}={cell.Value?.GetType().Name}:{value}";
    }
}
