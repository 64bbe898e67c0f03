using Azure.Data.Tables;
using Postern.Core.Claims;
using Postern.Core.Erasing;
using Postern.Core.Journal;
using Postern.Core.Retention;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>Takes what names people out of decisions that nothing repeats any more.</summary>
internal sealed class OldPlans(GatewayStorage storage, TableWalk walk, JournalStore journal)
{
    private static readonly TableView View = new("RowKey ge 'c:' and RowKey lt 'c;'", null, 500);
    private readonly TableClient _table = storage.Table(TableNames.Claims);

    /// <summary>Goes on. Returns the run after it; null at the end.</summary>
    public async Task<RetentionRun?> RunAsync(RetentionWork work, CancellationToken cancellationToken)
    {
        if (work.PlansBefore is not { } before)
            return null;
        var step = work.Erasure(before);
        var place = await walk.RunAsync(TableNames.Claims, View, step, VisitAsync, cancellationToken);
        work.Counts = work.Counts with { Looked = work.Counts.Looked + step.Looked };
        return place is null ? null : work.Progress(place);

        Task VisitAsync(TableEntity row) => this.VisitAsync(row, before, work, cancellationToken);
    }

    private async Task VisitAsync(
        TableEntity row,
        DateTimeOffset before,
        RetentionWork work,
        CancellationToken cancellationToken
    )
    {
        var claim = TableRow.Read<Claim>(row);
        if (SpentClaims.TimeOf(claim) is not { } time || time > before)
            return;
        var after = TableRow.Write(row.PartitionKey, row.RowKey, SpentClaims.Of(claim));
        if (TableRow.SameContent(row, after) || await WaitsAsync(claim, cancellationToken))
            return;
        await work.BeginDeletingAsync();
        if (await _table.TryReplaceAsync(after, row.ETag, cancellationToken))
            work.Counts = work.Counts with { Plans = work.Counts.Plans + 1 };
    }

    private async Task<bool> WaitsAsync(Claim claim, CancellationToken cancellationToken) =>
        MailId.TryParse(claim.Owner, out var mail)
        && await journal.FindAsync(mail, cancellationToken) is { } entry
        && ErasedMails.IsOpen(entry);
}
