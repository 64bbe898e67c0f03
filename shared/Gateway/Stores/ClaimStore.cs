using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Claims;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>Claims, and the short names of threads, which lie in the partition of the claim that made them.</summary>
public sealed class ClaimStore(GatewayStorage storage)
{
    private readonly TableClient _table = storage.Table(TableNames.Claims);

    /// <summary>
    /// Inserts a claim, with the tokens of the threads that it makes. Returns the claim that counts: the one given, or the
    /// one that was there before; null when a token is taken, so that another must be drawn. A conflict is no answer until
    /// the row was read: a call repeated after a lost reply finds its own claim.
    /// </summary>
    public async Task<Claim?> TakeAsync(ClaimKey key, Claim claim, CancellationToken cancellationToken)
    {
        var rows = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.Add, TableRow.Write(key.Partition, key.Row, claim)),
        };
        rows.AddRange(
            claim
                .Postings.Concat(claim.Notices.Select(notice => notice.Posting))
                .Where(posting => posting.Create)
                .Select(posting => new TableTransactionAction(TableTransactionActionType.Add, Token(posting.Thread)))
        );
        if (await _table.TrySubmitAsync(rows, cancellationToken))
            return claim;
        return await FindAsync(key, cancellationToken);
    }

    public async Task<Claim?> FindAsync(ClaimKey key, CancellationToken cancellationToken) =>
        await _table.FindAsync(key.Partition, key.Row, cancellationToken) is { } row ? TableRow.Read<Claim>(row) : null;

    /// <summary>Writes a claim whose plan was carried out, so that whoever meets it again does nothing.</summary>
    public Task CloseAsync(ClaimKey key, Claim done, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(
            TableRow.Write(key.Partition, key.Row, done),
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>The thread that a token names.</summary>
    public async Task<ThreadKey?> FindThreadAsync(string token, CancellationToken cancellationToken)
    {
        var (partition, row) = ClaimKey.OfToken(token);
        var found = await _table.FindAsync(partition, row, cancellationToken);
        return found is not null && ThreadKey.TryParse(found.GetString("thread"), out var thread) ? thread : null;
    }

    private static TableEntity Token(ThreadHead thread)
    {
        var (partition, row) = ClaimKey.OfToken(thread.Token);
        return new TableEntity(partition, row) { ["thread"] = thread.Key.Partition };
    }
}
