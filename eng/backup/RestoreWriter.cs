using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Postern.Gateway.Storage;

namespace Postern.Backup;

/// <summary>Writes rows, so that writing them again changes nothing.</summary>
/// <param name="account">The account.</param>
/// <param name="missing">Whether rows that are there stay as they are.</param>
internal sealed class RestoreWriter(Account account, bool missing)
{
    public async Task WriteAsync(RestoreBatch batch, CancellationToken cancellationToken)
    {
        var written = await WriteRowsAsync(batch, cancellationToken);
        // After the rows: without them it would come to nothing.
        foreach (var work in (batch with { Rows = written }).Work)
            await account.Table(TableNames.Due).UpsertEntityAsync(work, TableUpdateMode.Replace, cancellationToken);
    }

    private async Task<IReadOnlyList<TableEntity>> WriteRowsAsync(
        RestoreBatch batch,
        CancellationToken cancellationToken
    )
    {
        var table = account.Table(batch.Table);
        if (batch.Rows.Count == 0)
            return [];
        if (missing)
            return await AddAsync(table, batch.Rows, cancellationToken);
        if (batch.Rows is [var only])
            await table.UpsertEntityAsync(only, TableUpdateMode.Replace, cancellationToken);
        else
            await table.SubmitTransactionAsync(
                batch.Rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)),
                cancellationToken
            );
        return batch.Rows;
    }

    // One by one: most are there, and one that is fails a whole transaction.
    private static async Task<IReadOnlyList<TableEntity>> AddAsync(
        TableClient table,
        IReadOnlyList<TableEntity> rows,
        CancellationToken cancellationToken
    )
    {
        var added = new List<TableEntity>();
        foreach (var row in rows)
        {
            if (await TryAddAsync(table, row, cancellationToken))
                added.Add(row);
        }
        return added;
    }

    private static async Task<bool> TryAddAsync(TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }
}
