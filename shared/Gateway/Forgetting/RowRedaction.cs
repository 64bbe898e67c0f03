using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Postern.Core.Erasing;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Forgetting;

/// <summary>Replaces a person in a row: in its record, and in the columns beside it.</summary>
internal static class RowRedaction
{
    private const string Record = "json";
    private static readonly string[] Keys =
    [
        nameof(TableEntity.PartitionKey),
        nameof(TableEntity.RowKey),
        "odata.etag",
        "Timestamp",
    ];

    /// <summary>The row without the person; null when there is nothing of them.</summary>
    public static TableEntity? Of(TableEntity row, RecordRedaction redaction)
    {
        var changed = TryRedactRecord(row, redaction, out var after);
        foreach (var (name, value) in row)
        {
            if (Keys.Contains(name) || IsOfRecord(name))
                continue;
            var redacted = value is string text ? ColumnOf(text, redaction) : value;
            changed |= !Equals(redacted, value);
            after[name] = redacted;
        }
        return changed ? after : null;
    }

    private static bool TryRedactRecord(TableEntity row, RecordRedaction redaction, out TableEntity after)
    {
        var text = TableRow.TextOf(row);
        // White space before a record tells queries that the row has columns.
        var before = text[..^text.TrimStart(' ').Length];
        var redacted = Redact(text, redaction);
        after =
            text.Length == 0
                ? new TableEntity(row.PartitionKey, row.RowKey)
                : TableRow.OfText(row.PartitionKey, row.RowKey, redacted is null ? text : before + redacted);
        return redacted is not null;
    }

    private static string ColumnOf(string text, RecordRedaction redaction) =>
        text.StartsWith('[') || text.StartsWith('{') ? Redact(text, redaction) ?? text : redaction.Of(text);

    private static string? Redact(string text, RecordRedaction redaction)
    {
        if (text.Length == 0 || !redaction.Texts.MayFind(text))
            return null;
        try
        {
            var node = JsonNode.Parse(text);
            return redaction.Apply(node) ? node!.ToJsonString(PosternJson.Tolerant) : null;
        }
        catch (JsonException)
        {
            return redaction.Of(text) is var other && other != text ? other : null;
        }
    }

    private static bool IsOfRecord(string name) =>
        name.StartsWith(Record, StringComparison.Ordinal) && name[Record.Length..].All(char.IsAsciiDigit);
}
