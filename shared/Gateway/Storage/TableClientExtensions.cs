using Azure;
using Azure.Data.Tables;
using Postern.Contracts;

namespace Postern.Gateway.Storage;

/// <summary>Table calls that return a result for the failures that are expected, instead of throwing.</summary>
internal static class TableClientExtensions
{
    /// <summary>Inserts a row. False when it exists already.</summary>
    public static async Task<bool> TryAddAsync(
        this TableClient table,
        TableEntity entity,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await table.AddEntityAsync(entity, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Replaces a row. False when it was changed since it was read, or is gone.</summary>
    public static Task<bool> TryReplaceAsync(
        this TableClient table,
        TableEntity entity,
        ETag etag,
        CancellationToken cancellationToken
    ) => table.TryUpdateAsync(entity, etag, TableUpdateMode.Replace, cancellationToken);

    /// <summary>Changes columns of a row. False when it was changed since it was read, or is gone.</summary>
    public static Task<bool> TryMergeAsync(
        this TableClient table,
        TableEntity entity,
        ETag etag,
        CancellationToken cancellationToken
    ) => table.TryUpdateAsync(entity, etag, TableUpdateMode.Merge, cancellationToken);

    private static async Task<bool> TryUpdateAsync(
        this TableClient table,
        TableEntity entity,
        ETag etag,
        TableUpdateMode mode,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await table.UpdateEntityAsync(entity, etag, mode, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 412 or 404)
        {
            return false;
        }
    }

    /// <summary>Deletes a row. False when it was changed since it was read; true also when it is gone.</summary>
    public static async Task<bool> TryDeleteAsync(
        this TableClient table,
        TableEntity entity,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await table.DeleteEntityAsync(entity.PartitionKey, entity.RowKey, entity.ETag, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }

    /// <summary>
    /// Runs an entity-group transaction. False when a row that it inserts exists already, or one that it changes was
    /// changed since it was read.
    /// </summary>
    public static async Task<bool> TrySubmitAsync(
        this TableClient table,
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status is 409 or 412 or 404)
        {
            return false;
        }
    }

    /// <summary>
    /// Runs an entity-group transaction. Returns the new ETag of each row, null for a deleted one; null as a whole
    /// where <see cref="TrySubmitAsync"/> returns false.
    /// </summary>
    public static async Task<IReadOnlyList<ETag?>?> TrySubmitForTagsAsync(
        this TableClient table,
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var responses = await table.SubmitTransactionAsync(actions, cancellationToken);
            return [.. responses.Value.Select(response => response.Headers.ETag)];
        }
        catch (TableTransactionFailedException e) when (e.Status is 409 or 412 or 404)
        {
            return null;
        }
    }

    /// <summary>Reads a row, or null when there is none.</summary>
    public static async Task<TableEntity?> FindAsync(
        this TableClient table,
        string partition,
        string row,
        CancellationToken cancellationToken
    )
    {
        // Storage answers 400 to a key that is too long.
        if (partition.Length > TableKeys.Longest || row.Length > TableKeys.Longest)
            return null;
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            partition,
            row,
            cancellationToken: cancellationToken
        );
        return found.HasValue ? found.Value : null;
    }

    /// <summary>The rows of a partition from one row key up to, not including, another.</summary>
    public static AsyncPageable<TableEntity> RangeAsync(
        this TableClient table,
        string partition,
        string from,
        string until,
        int? pageSize,
        CancellationToken cancellationToken
    ) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {until}"),
            pageSize,
            cancellationToken: cancellationToken
        );
}
