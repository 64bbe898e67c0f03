using Azure;
using Azure.Data.Tables;
using Postern.Core.Erasing;
using Postern.Core.Text;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Erasures and how far they are, as all instances share it; and for each the content that may have to go with it, with the
/// version in which it was found.
/// </summary>
internal sealed class ErasureStore(GatewayStorage storage)
{
    private const string Partition = "erasures";
    private const int HashLength = 32;
    private const string Blob = "blob";
    private const string Version = "version";
    private const string Pass = "pass";
    private readonly TableClient _table = storage.Table(TableNames.Limits);

    public async Task<Versioned<ErasureJob>?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, id, cancellationToken) is { } row
            ? TableRow.ReadVersioned<ErasureJob>(row)
            : null;

    /// <summary>All erasures: they are few, and what proves that they were done.</summary>
    public async Task<IReadOnlyList<Versioned<ErasureJob>>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(TableRow.ReadVersioned<ErasureJob>)];
    }

    public Task<bool> TryAddAsync(ErasureJob job, CancellationToken cancellationToken) =>
        _table.TryAddAsync(TableRow.Write(Partition, job.Id, job), cancellationToken);

    /// <summary>Writes the progress; null when another run has written it.</summary>
    public async Task<Versioned<ErasureJob>?> TrySaveAsync(
        Versioned<ErasureJob> before,
        ErasureJob after,
        CancellationToken cancellationToken
    )
    {
        var row = TableRow.Write(Partition, after.Id, after);
        var write = RowWrite.Replace(row, new ETag(before.Version));
        var tags = await _table.TrySubmitForTagsAsync([write], cancellationToken);
        return tags is [{ } tag] ? new Versioned<ErasureJob>(after, tag.ToString()) : null;
    }

    /// <summary>Notes content that may be no longer needed. Idempotent: the first version stays.</summary>
    internal Task NoteAsync(ErasureJob job, string blob, string version, CancellationToken cancellationToken)
    {
        var row = new TableEntity(ContentOf(job), Hash.Of(HashLength, Blob, blob))
        {
            [Blob] = blob,
            [Version] = version,
            [Pass] = job.Pass,
        };
        return _table.TryAddAsync(row, cancellationToken);
    }

    /// <summary>The content that was noted and is not known to be needed.</summary>
    internal async Task<IReadOnlyList<NotedContent>> ListNotedAsync(ErasureJob job, CancellationToken cancellationToken)
    {
        var partition = ContentOf(job);
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == partition, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new NotedContent(
                row.GetString(Blob),
                row.GetString(Version),
                row.GetInt32(Pass) ?? 0
            )),
        ];
    }

    /// <summary>Forgets noted content: it is needed, or gone. Idempotent.</summary>
    internal Task ForgetAsync(ErasureJob job, string blob, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(ContentOf(job), Hash.Of(HashLength, Blob, blob), cancellationToken: cancellationToken);

    private static string ContentOf(ErasureJob job) => $"erasure-{job.Id}";
}

/// <summary>Content that may be no longer needed.</summary>
/// <param name="Blob">Name of its blob.</param>
/// <param name="Version">Its ETag when it was noted: whoever stores the same content changes it.</param>
/// <param name="Pass">The pass in which it was noted.</param>
internal sealed record NotedContent(string Blob, string Version, int Pass);
