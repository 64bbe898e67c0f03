using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace Postern.Tests.Upgrade;

/// <summary>
/// A row of a table as a line, with the types of its columns, as OData names them, that JSON would lose.
/// </summary>
internal static class StoredRow
{
    private const string TypeSuffix = "@odata.type";

    // What storage itself adds.
    private static readonly string[] OfStorage = ["odata.etag", "Timestamp"];

    public static string Write(TableEntity row) =>
        StoredLine.Write(writer =>
        {
            writer.WriteString("PartitionKey", row.PartitionKey);
            writer.WriteString("RowKey", row.RowKey);
            foreach (var (name, value) in row.Where(column => !IsKey(column.Key) && !OfStorage.Contains(column.Key)))
            {
                Write(writer, name, value);
            }
        });

    public static TableEntity Read(JsonElement line)
    {
        var row = new TableEntity();
        foreach (var column in line.EnumerateObject().Where(column => !IsType(column.Name)))
        {
            var type = line.TryGetProperty(column.Name + TypeSuffix, out var named) ? named.GetString() : null;
            row[column.Name] = Read(column.Value, type);
        }
        return row;
    }

    private static bool IsKey(string name) => name is "PartitionKey" or "RowKey";

    private static bool IsType(string name) => name.EndsWith(TypeSuffix, StringComparison.Ordinal);

    private static void Write(Utf8JsonWriter writer, string name, object value)
    {
        var (type, text) = value switch
        {
            long number => ("Edm.Int64", number.ToString(CultureInfo.InvariantCulture)),
            double number => ("Edm.Double", number.ToString("R", CultureInfo.InvariantCulture)),
            DateTimeOffset time => ("Edm.DateTime", time.ToString("O", CultureInfo.InvariantCulture)),
            byte[] octets => ("Edm.Binary", Convert.ToBase64String(octets)),
            BinaryData octets => ("Edm.Binary", Convert.ToBase64String(octets)),
            Guid guid => ("Edm.Guid", guid.ToString()),
            _ => (null, null),
        };
        if (type is not null)
        {
            writer.WriteString(name, text);
            writer.WriteString(name + TypeSuffix, type);
        }
        else if (value is int number)
            writer.WriteNumber(name, number);
        else if (value is bool truth)
            writer.WriteBoolean(name, truth);
        else
            StoredText.Write(writer, name, (string)value);
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
            _ => StoredText.Read(value),
        };
}
