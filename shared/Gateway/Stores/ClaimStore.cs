using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Claims;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Claims, and the tokens of threads, which are in the partition of the claim that created the thread.
/// </summary>
public sealed class ClaimStore(GatewayStorage storage)
{
    private const int MostTries = 50;

    private readonly TableClient _table = storage.Table(TableNames.Claims);

    /// <summary>
    /// Inserts a claim with the tokens of the threads that it creates. Returns the claim that is valid: the one
    /// given, or one that was there before; null when a token is taken and another must be drawn.
    /// </summary>
    public async Task<Claim?> TakeAsync(ClaimKey key, Claim claim, CancellationToken cancellationToken)
    {
        var postings = claim.Postings.Concat(claim.Notices.Select(notice => notice.Posting));
        var tokens = postings.Where(posting => posting.Create).Select(posting => Token(posting.Thread));
        TableEntity[] rows = [TableRow.Write(key.Partition, key.Row, claim), .. tokens];
        if (await _table.TrySubmitAsync([.. rows.Select(RowWrite.Add)], cancellationToken))
            return claim;
        // A conflict proves nothing before the row is read: a call repeated after a lost reply finds its own claim.
        return await FindAsync(key, cancellationToken);
    }

    public async Task<Claim?> FindAsync(ClaimKey key, CancellationToken cancellationToken) =>
        await _table.FindAsync(key.Partition, key.Row, cancellationToken) is { } row ? TableRow.Read<Claim>(row) : null;

    /// <summary>
    /// Replaces a claim by one whose plan has been carried out, so that nothing is done when it is found again.
    /// </summary>
    public Task CloseAsync(ClaimKey key, Claim done, CancellationToken cancellationToken)
    {
        var row = TableRow.Write(key.Partition, key.Row, done);
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>
    /// Changes a claim, whoever else changes it meanwhile. Does nothing when there is none, or nothing to change.
    /// </summary>
    /// <param name="key">The claim.</param>
    /// <param name="change">The claim as it shall be; null where it is right already.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task ChangeAsync(ClaimKey key, Func<Claim, Claim?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (await _table.FindAsync(key.Partition, key.Row, cancellationToken) is not { } row)
                return;
            if (change(TableRow.Read<Claim>(row)) is not { } changed)
                return;
            var after = TableRow.Write(key.Partition, key.Row, changed);
            if (await _table.TryReplaceAsync(after, row.ETag, cancellationToken))
                return;
        }
        throw new InvalidOperationException($"Claim {key.Text} changed {MostTries} times while it was to be changed.");
    }

    /// <summary>The thread that a token names; null when there is none.</summary>
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
