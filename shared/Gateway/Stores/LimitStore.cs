using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Limits;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>The table <c>limits</c>: what each outgoing server has given out, who is connected to it, and what is wrong with it.</summary>
public sealed class LimitStore(GatewayStorage storage)
{
    private const int MostAttempts = 10;
    private const string Usage = "usage";
    private const string Slots = "slot:";
    private const string Health = "health";
    private readonly TableClient _table = storage.Table(TableNames.Limits);

    public async Task<SendUsage> FindUsageAsync(string server, CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition(server), Usage, cancellationToken) is { } row
            ? TableRow.Read<SendUsage>(row)
            : new SendUsage();

    /// <summary>Changes a server's usage as it is when the change is written; null when others were faster every time.</summary>
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
            if (
                await TryWriteAsync(TableRow.Write(Partition(server), Usage, after), row?.ETag, cancellationToken)
                is not null
            )
                return answer;
            // A write whose reply was lost is repeated by the client and then meets its own result.
            if ((await FindUsageAsync(server, cancellationToken)).Writer == after.Writer)
                return answer;
        }
        return null;
    }

    /// <summary>What is wrong with servers, in one query.</summary>
    public async Task<IReadOnlyDictionary<string, ServerHealth>> ListHealthAsync(CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Health, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return rows.Select(TableRow.Read<ServerHealth>).ToDictionary(health => health.Server);
    }

    /// <summary>Changes what is known of a server as it is when the change is written. The outcome, and whether this call wrote it.</summary>
    public async Task<(ServerHealth? Health, bool Changed)> ChangeHealthAsync(
        string server,
        Func<ServerHealth?, ServerHealth?> change,
        CancellationToken cancellationToken
    )
    {
        ServerHealth? before = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await FindHealthAsync(server, cancellationToken);
            before = row is null ? null : TableRow.Read<ServerHealth>(row);
            var after = change(before);
            if (ReferenceEquals(after, before))
                return (before, false);
            var written = after is null ? null : after with { Writer = Guid.NewGuid().ToString("n") };
            if (
                written is null
                    ? await TryDeleteAsync(row!, cancellationToken)
                    : await TryWriteAsync(
                        TableRow.Write(Health, TableKeys.Escape(server), written),
                        row?.ETag,
                        cancellationToken
                    )
                        is not null
            )
                return (written, true);
            if (
                written is not null
                && await FindHealthAsync(server, cancellationToken) is { } now
                && TableRow.Read<ServerHealth>(now).Writer == written.Writer
            )
                return (written, true);
        }
        return (before, false);
    }

    /// <summary>The slots that were ever taken.</summary>
    public async Task<IReadOnlyList<Versioned<ConnectionSlot>>> ListSlotsAsync(
        string server,
        CancellationToken cancellationToken
    )
    {
        var rows = await _table
            .RangeAsync(Partition(server), Slots, "slot;", null, cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(TableRow.ReadVersioned<ConnectionSlot>)];
    }

    /// <summary>Writes a slot if it is as it was read (<paramref name="before"/>; null = it was not there). Null when it is not.</summary>
    public async Task<Versioned<ConnectionSlot>?> TryWriteSlotAsync(
        string server,
        ConnectionSlot slot,
        ETag? before,
        CancellationToken cancellationToken
    ) =>
        await TryWriteAsync(TableRow.Write(Partition(server), SlotRow(slot.Number), slot), before, cancellationToken)
            is { } etag
            ? new(slot, etag.ToString())
            : null;

    /// <summary>Frees a slot, unless somebody else has it by now.</summary>
    public Task<bool> FreeSlotAsync(
        string server,
        Versioned<ConnectionSlot> slot,
        CancellationToken cancellationToken
    ) =>
        TryDeleteAsync(
            new TableEntity(Partition(server), SlotRow(slot.Value.Number)) { ETag = slot.ETag },
            cancellationToken
        );

    private Task<TableEntity?> FindHealthAsync(string server, CancellationToken cancellationToken) =>
        _table.FindAsync(Health, TableKeys.Escape(server), cancellationToken);

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

    private async Task<bool> TryDeleteAsync(TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 412)
        {
            return false;
        }
    }

    private static string Partition(string server) => $"server:{TableKeys.Escape(server)}";

    private static string SlotRow(int number) => $"{Slots}{number:d5}";
}
