using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.People;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The rows <c>in:</c> of an address, the mails that it sent. The columns <c>key</c> and <c>content</c> let a query
/// leave out those that do not matter (<see cref="HistoryFilter"/>), so that a busy sender costs what others cost.
/// </summary>
internal static class SenderHistoryRows
{
    public const string Bounces = "bounce:";

    // A sender of more mails is over every threshold, or is on the list of those that are never stopped.
    public const int Most = 1000;

    private const string SentIn = "in:";
    private const string Key = "key";
    private const string Content = "content";

    // Rows of versions without these columns must be read whatever is asked for, and no query finds what is not there.
    // The text of a record with columns begins with a space, which sorts before the brace and means nothing in JSON.
    private const string WithColumns = " ";
    private const string WithoutColumns = "{";

    private static readonly string[] Columns =
    [
        nameof(TableEntity.PartitionKey),
        nameof(TableEntity.RowKey),
        .. TableRow.TextColumns(parts: 2),
    ];

    public static TableEntity Write(string address, string mailId, MailSentIn mail)
    {
        var row = TableRow.Write(TableKeys.Escape(address), SentIn + mailId, mail, WithColumns);
        row[Key] = HistoryFilter.KeyOf(mail);
        if (mail.Content is { } content)
            row[Content] = content;
        return row;
    }

    /// <summary>
    /// Contact and bounces of an address, and the mails that it sent since a time, newest first. The keys
    /// <c>bounce:</c>, <c>contact</c> and <c>in:</c> follow each other, so that they are one range.
    /// </summary>
    public static AsyncPageable<TableEntity> QueryAsync(
        TableClient table,
        string address,
        DateTimeOffset since,
        HistoryFilter? filter,
        CancellationToken cancellationToken
    )
    {
        var (partition, until) = (TableKeys.Escape(address), SentIn + SortableTime.NewestFirst(since));
        var query = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {Bounces} and RowKey lt {until}"
        );
        if (filter is not null)
            query += $" and ({string.Join(" or ", Alternatives(filter))})";
        return table.QueryAsync<TableEntity>(query, Most, Columns, cancellationToken);
    }

    public static IReadOnlyList<MailSentIn> Read(IEnumerable<TableEntity> rows) =>
        [
            .. rows.Where(row => row.RowKey.StartsWith(SentIn, StringComparison.Ordinal))
                .Select(TableRow.Read<MailSentIn>),
        ];

    private static IEnumerable<string> Alternatives(HistoryFilter filter)
    {
        yield return TableClient.CreateQueryFilter($"RowKey lt {SentIn}");
        yield return TableClient.CreateQueryFilter($"json ge {WithoutColumns}");
        foreach (var key in filter.Keys.Prepend(HistoryFilter.Always))
            yield return TableClient.CreateQueryFilter($"key eq {key}");
        if (filter.Content is { } content)
            yield return TableClient.CreateQueryFilter($"content eq {content}");
    }
}
