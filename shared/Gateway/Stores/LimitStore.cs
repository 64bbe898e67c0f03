using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Limits;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The table <c>limits</c>: for each outgoing server its usage of the limits, its connection slots and its health.
/// </summary>
public sealed partial class LimitStore(GatewayStorage storage)
{
    private const int MostAttempts = 10;
    private const string Usage = "usage";
    private readonly TableClient _table = storage.Table(TableNames.Limits);

    public async Task<SendUsage> FindUsageAsync(string server, CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition(server), Usage, cancellationToken) is { } row
            ? TableRow.Read<SendUsage>(row)
            : new SendUsage();

    /// <summary>
    /// Changes the usage of a server. The change is computed again when another run has written meanwhile; null when
    /// others were faster every time.
    /// </summary>
    public async Task<QuotaAnswer?> ChangeUsageAsync(
        string server,
        Func<SendUsage, QuotaAnswer> change,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await _table.FindAsync(Partition(server), Usage, cancellationToken);
            var before = row is null ? new SendUsage() : TableRow.Read<SendUsage>(row);
            var answer = change(before);
            if (ReferenceEquals(answer.Usage, before))
                return answer;
            var after = answer.Usage with { Writer = Guid.NewGuid().ToString("n") };
            var entity = TableRow.Write(Partition(server), Usage, after);
            if (await TryWriteAsync(entity, row?.ETag, cancellationToken) is not null)
                return answer;
            // The client repeats a write whose reply was lost, and then finds its own result.
            if ((await FindUsageAsync(server, cancellationToken)).Writer == after.Writer)
                return answer;
        }
        return null;
    }

    /// <summary>Writes a row. Null when it was changed since it was read; without an ETag, when it exists.</summary>
    private async Task<ETag?> TryWriteAsync(TableEntity entity, ETag? before, CancellationToken cancellationToken)
    {
        try
        {
            var response = before is { } etag
                ? await _table.UpdateEntityAsync(entity, etag, TableUpdateMode.Replace, cancellationToken)
                : await _table.AddEntityAsync(entity, cancellationToken);
            return response.Headers.ETag ?? throw new InvalidDataException("Table Storage gave no ETag.");
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412 or 404)
        {
            return null;
        }
    }

    private static string Partition(string server) => $"server:{TableKeys.Escape(server)}";
}
