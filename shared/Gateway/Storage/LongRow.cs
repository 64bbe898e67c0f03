using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Postern.Core.Text;

namespace Postern.Gateway.Storage;

/// <summary>
/// A record that may be longer than one table entity: it is continued in the rows <c>{row}:2</c>, <c>{row}:3</c>, …,
/// all written in one transaction. Only one writer may write it at a time, and nobody may read it meanwhile.
/// </summary>
internal static class LongRow
{
    private const string Rows = "rows";

    public static async Task WriteAsync<T>(
        TableClient table,
        string partition,
        string row,
        T value,
        CancellationToken cancellationToken
    )
    {
        var json = JsonSerializer.Serialize(value, PosternJson.Tolerant);
        var parts = Split(json).Select((text, part) => TableRow.OfText(partition, KeyOf(row, part), text)).ToList();
        if (parts is [var only])
        {
            await table.UpsertEntityAsync(only, TableUpdateMode.Replace, cancellationToken);
            return;
        }
        parts[0][Rows] = parts.Count;
        // What a longer record has left behind is not read, and is deleted with the partition.
        await table.SubmitTransactionAsync(parts.Select(RowWrite.Upsert), cancellationToken);
    }

    public static async Task<T?> FindAsync<T>(
        TableClient table,
        string partition,
        string row,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (await table.FindAsync(partition, row, cancellationToken) is not { } first)
            return null;
        var json = new StringBuilder(TableRow.TextOf(first));
        for (var part = 1; part < (first.GetInt32(Rows) ?? 1); part++)
        {
            var more = await table.FindAsync(partition, KeyOf(row, part), cancellationToken);
            json.Append(
                TableRow.TextOf(more ?? throw new InvalidDataException($"Row '{row}' has no part {part + 1}."))
            );
        }
        return TableRow.Read<T>(row, json.ToString());
    }

    private static IEnumerable<string> Split(string json)
    {
        for (var at = 0; at < json.Length; at += TableRow.EntityLimit)
            yield return json.Substring(at, Math.Min(TableRow.EntityLimit, json.Length - at));
    }

    private static string KeyOf(string row, int part) => part == 0 ? row : $"{row}:{part + 1}";
}
