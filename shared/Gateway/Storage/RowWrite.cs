using Azure;
using Azure.Data.Tables;

namespace Postern.Gateway.Storage;

/// <summary>The writes that make up an entity-group transaction.</summary>
internal static class RowWrite
{
    public static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    public static TableTransactionAction Replace(TableEntity row, ETag etag) =>
        new(TableTransactionActionType.UpdateReplace, row, etag);

    /// <summary>Changes columns of a row that has an ETag, and leaves its others.</summary>
    public static TableTransactionAction Merge(TableEntity row, ETag etag) =>
        new(TableTransactionActionType.UpdateMerge, row, etag);

    /// <summary>Changes columns of a row, which need not exist, and leaves its others.</summary>
    public static TableTransactionAction UpsertMerge(TableEntity row) =>
        new(TableTransactionActionType.UpsertMerge, row);

    public static TableTransactionAction Upsert(TableEntity row) => new(TableTransactionActionType.UpsertReplace, row);

    public static TableTransactionAction Delete(TableEntity row, ETag etag = default) =>
        new(TableTransactionActionType.Delete, row, etag);

    /// <summary>
    /// Writes a row on a condition: that there is none, or that it has an ETag; without a condition in any case.
    /// </summary>
    public static TableTransactionAction Put(TableEntity row, ETag? ifMatch, bool onlyNew)
    {
        if (onlyNew)
            return Add(row);
        return ifMatch is { } etag ? Replace(row, etag) : Upsert(row);
    }
}
