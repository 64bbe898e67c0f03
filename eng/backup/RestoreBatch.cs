using Azure.Data.Tables;
using Postern.Gateway.Stores;

namespace Postern.Backup;

/// <summary>Rows of one partition that are written in one transaction, and the work that follows from them.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">At most 100 rows; none where all were left out.</param>
/// <param name="Lines">How many lines of the backup they stand for.</param>
internal sealed record RestoreBatch(string Table, IReadOnlyList<TableEntity> Rows, int Lines)
{
    private const int MostRows = 100;

    // A transaction has 4 MiB. The client writes a character as up to six octets.
    private const int MostCharacters = 600_000;

    public IEnumerable<TableEntity> Work => Rows.Select(row => RestoredRows.WorkOf(Table, row)).OfType<TableEntity>();

    /// <summary>Divides lines of a table into batches, in their order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="restore">What a row is restored as; null when it is left out.</param>
    public static async IAsyncEnumerable<RestoreBatch> DivideAsync(
        string table,
        IAsyncEnumerable<string> lines,
        Func<TableEntity, TableEntity?> restore
    )
    {
        var (rows, count, characters) = (new List<TableEntity>(), 0, 0);
        await foreach (var line in lines)
        {
            var row = RowText.Read(line);
            var isOther = rows.Count > 0 && rows[0].PartitionKey != row.PartitionKey;
            if (isOther || rows.Count == MostRows || characters + line.Length > MostCharacters || count >= MostRows)
            {
                yield return new RestoreBatch(table, rows, count);
                (rows, count, characters) = ([], 0, 0);
            }
            count++;
            if (restore(row) is not { } restored)
                continue;
            rows.Add(restored);
            characters += line.Length;
        }
        yield return new RestoreBatch(table, rows, count);
    }
}
