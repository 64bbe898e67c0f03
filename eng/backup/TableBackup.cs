using Postern.Gateway.Stores;

namespace Postern.Backup;

/// <summary>Writes the rows of a table to files, from where an earlier run ended.</summary>
internal sealed class TableBackup(Account account, BackupFolder folder, BackupProgress progress, PartLimits limits)
{
    public async Task RunAsync(string table, CancellationToken cancellationToken)
    {
        if (progress.IsWhole(table))
            return;
        var last = progress.Manifest.PartsOf(table).LastOrDefault()?.Last;
        PartWriter? part = null;
        try
        {
            await foreach (var row in account.Table(table).RowsAsync(last, cancellationToken))
            {
                part ??= new PartWriter(NextFile(table));
                part.Add(RowText.Write(row), compared: !RestoredRows.IsOfItsAccount(table, row));
                last = new RowPlace(row.PartitionKey, row.RowKey);
                if (!part.IsFull(limits))
                    continue;
                await progress.AddAsync(await part.CompleteAsync(table, last, cancellationToken), cancellationToken);
                part = null;
            }
            if (part is not null)
                await progress.AddAsync(await part.CompleteAsync(table, last, cancellationToken), cancellationToken);
            part = null;
        }
        finally
        {
            if (part is not null)
                await part.DisposeAsync();
        }
        await progress.EndAsync(table, cancellationToken);
    }

    private string NextFile(string table) =>
        folder.PathOf($"{table}-{progress.Manifest.PartsOf(table).Count() + 1:d6}.jsonl.gz");
}
