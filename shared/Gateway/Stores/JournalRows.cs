using System.Text.Json;
using Azure.Data.Tables;
using Postern.Core.Addresses;
using Postern.Core.Journal;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>Rows of the journal, and the queries over the properties that they are filtered by.</summary>
internal static class JournalRows
{
    // Characters: the longest line (RFC 5322 §2.1.1) and so the longest valid Message-Id. A property holds 32 Ki.
    private const int LongestMessageId = 998;
    private const string SenderColumn = "sender";

    public static string Query(string partition, JournalFilter? filter)
    {
        var query = TableClient.CreateQueryFilter($"PartitionKey eq {partition}") + Conditions(filter);
        if (filter?.After is { } after)
            query += TableClient.CreateQueryFilter($" and RowKey gt {after.Value}");
        return query;
    }

    /// <summary>What rows fulfil beside their place.</summary>
    public static string Conditions(JournalFilter? filter)
    {
        var query = "";
        if (filter?.State is { } state)
            query += TableClient.CreateQueryFilter($" and state eq {state.ToString()}");
        if (filter?.Sender is { } sender)
            query += TableClient.CreateQueryFilter($" and sender eq {sender}");
        if (filter?.MessageId is { } id)
            query += TableClient.CreateQueryFilter($" and messageId eq {id}");
        if (filter?.Address is { } address)
            query += $" and ({string.Join(" or ", AddressColumns.Select(column => Equal(column, address)))})";
        return query;
    }

    // The name of a column is no value, which CreateQueryFilter would put in quotes.
    private static string Equal(string column, string value) =>
        $"{column} eq '{value.Replace("'", "''", StringComparison.Ordinal)}'";

    // Of the recipients the first have columns that a query can filter on; rows of older versions have none.
    private static readonly string[] RecipientColumns = ["to1", "to2", "to3"];
    private static readonly string[] AddressColumns = [SenderColumn, .. RecipientColumns];

    // A column of its own: the runs of the copies write it, at whatever time, beside that of the mail.
    private const string Copies = "copies";
    private const int MostCopies = 50;

    public static JournalEntry Read(TableEntity row) =>
        TableRow.Read<JournalEntry>(row) with
        {
            Copies = CopiesOf(row),
        };

    /// <summary>A change that adds a copy to the latest ones of a mail; null when it is among them.</summary>
    public static TableEntity? AddCopy(TableEntity row, MailCopy copy)
    {
        var known = CopiesOf(row);
        if (known.Any(other => other.Mail == copy.Mail))
            return null;
        List<MailCopy> copies = [.. known.TakeLast(MostCopies - 1), copy];
        // Strangers choose the addresses; what does not fit into the column would stop the run of each further copy.
        while (Json(copies).Length > TableRow.PropertyLimit)
            copies.RemoveAt(0);
        return new TableEntity(row.PartitionKey, row.RowKey) { [Copies] = Json(copies) };
    }

    private static string Json(List<MailCopy> copies) => JsonSerializer.Serialize(copies, PosternJson.Tolerant);

    private static List<MailCopy> CopiesOf(TableEntity row) =>
        row.GetString(Copies) is { } json
            ? JsonSerializer.Deserialize<List<MailCopy>>(json, PosternJson.Tolerant) ?? []
            : [];

    public static TableEntity Write(JournalEntry entry)
    {
        var id = new MailId(entry.Id);
        var sender = entry.Sender ?? (EmailAddress.TryParse(entry.From, out var from) ? from.Address : "");
        var row = TableRow.Write(
            id.Partition,
            id.Value,
            entry,
            ("state", entry.State.ToString()),
            (SenderColumn, sender),
            ("messageId", Shorten(entry.MessageId ?? ""))
        );
        foreach (var (column, recipient) in RecipientColumns.Zip(entry.Recipients ?? []))
            row[column] = recipient;
        return row;
    }

    private static string Shorten(string messageId) =>
        messageId.Length <= LongestMessageId ? messageId : messageId[..LongestMessageId];
}
