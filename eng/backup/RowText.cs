using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables;

namespace Postern.Backup;

/// <summary>
/// A row as a line of JSON, with its columns in order and the types that JSON lacks named as OData does
/// (<c>name@odata.type</c>). The same row is always the same line.
/// </summary>
internal static class RowText
{
    private const string PartitionKey = "PartitionKey";
    private const string RowKey = "RowKey";
    private const string TypeSuffix = "@odata.type";

    // What storage itself adds, and the keys, which come first.
    private static readonly string[] Apart = ["odata.etag", "Timestamp", PartitionKey, RowKey];

    private static readonly JsonWriterOptions Short = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line, without its end.</summary>
    public static ReadOnlyMemory<byte> Write(TableEntity row)
    {
        var line = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(line, Short);
        writer.WriteStartObject();
        writer.WriteString(PartitionKey, row.PartitionKey);
        writer.WriteString(RowKey, row.RowKey);
        var columns = row.Where(column => column.Value is not null && !Apart.Contains(column.Key));
        foreach (var (name, value) in columns.OrderBy(column => column.Key, StringComparer.Ordinal))
            Write(writer, name, value);
        writer.WriteEndObject();
        writer.Flush();
        return line.WrittenMemory;
    }

    /// <exception cref="JsonException">The line is broken.</exception>
    public static TableEntity Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var row = new TableEntity();
        string? type = null;
        foreach (var column in json.RootElement.EnumerateObject())
        {
            // The type of a column stands before it.
            if (column.Name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            {
                type = column.Value.GetString();
                continue;
            }
            row[column.Name] = Read(column.Value, type);
            type = null;
        }
        return row;
    }

    private static void Write(Utf8JsonWriter writer, string name, object value)
    {
        var (type, text) = value switch
        {
            long number => ("Edm.Int64", number.ToString(CultureInfo.InvariantCulture)),
            double number => ("Edm.Double", number.ToString("R", CultureInfo.InvariantCulture)),
            DateTimeOffset time => ("Edm.DateTime", time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
            byte[] octets => ("Edm.Binary", Convert.ToBase64String(octets)),
            BinaryData octets => ("Edm.Binary", Convert.ToBase64String(octets)),
            Guid guid => ("Edm.Guid", guid.ToString()),
            _ => (null, null),
        };
        if (type is not null)
        {
            writer.WriteString(name + TypeSuffix, type);
            writer.WriteString(name, text);
        }
        else if (value is int number)
            writer.WriteNumber(name, number);
        else if (value is bool truth)
            writer.WriteBoolean(name, truth);
        else
            writer.WriteString(name, (string)value);
    }

    private static object Read(JsonElement value, string? type) =>
        (type, value.ValueKind) switch
        {
            ("Edm.Int64", _) => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
            ("Edm.Double", _) => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
            ("Edm.DateTime", _) => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture),
            ("Edm.Binary", _) => value.GetBytesFromBase64(),
            ("Edm.Guid", _) => value.GetGuid(),
            (_, JsonValueKind.Number) => value.GetInt32(),
            (_, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
            _ => value.GetString()!,
        };
}
