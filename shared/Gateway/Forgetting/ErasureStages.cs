using System.Diagnostics;
using Azure.Data.Tables;
using Postern.Core.Erasing;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Forgetting;

/// <summary>What an erasure does at each stage. Every step can be repeated.</summary>
internal sealed class ErasureStages(
    TableWalk walk,
    PersonOwn own,
    PersonThreads threads,
    PersonMails mails,
    PersonLists lists,
    PersonRawMail rawMail,
    ThreadRemoval removal,
    NotedContents noted
)
{
    private const string Audit = "audit";

    /// <summary>Goes on with a stage. Returns where it stopped; null when the stage is done.</summary>
    public Task<(string Partition, string Row)?> RunAsync(ErasureWork work, CancellationToken cancellationToken) =>
        work.Job.Kind == ErasureKind.Person
            ? RunPersonAsync(work, cancellationToken)
            : RunThreadAsync(work, cancellationToken);

    private async Task<(string, string)?> RunPersonAsync(ErasureWork work, CancellationToken cancellationToken)
    {
        switch (work.Job.Stage)
        {
            case ErasureStage.Own:
                await own.EraseAsync(work, cancellationToken);
                return null;
            case ErasureStage.Threads:
                var place = await WalkAsync(TableNames.Threads, threads.VisitAsync);
                if (place is null)
                    await threads.LeaveAsync(work, cancellationToken);
                return place;
            case ErasureStage.Journal:
                return await WalkAsync(TableNames.Journal, mails.VisitEntryAsync);
            case ErasureStage.Claims:
                return await WalkAsync(TableNames.Claims, mails.VisitClaimAsync);
            case ErasureStage.People:
                return await WalkAsync(TableNames.People, lists.VisitPersonAsync);
            case ErasureStage.Attention:
                return await WalkAsync(TableNames.Attention, lists.VisitAttentionAsync);
            case ErasureStage.Due:
                return await WalkAsync(TableNames.Due, lists.VisitDueAsync);
            case ErasureStage.Audit:
                return await WalkAsync(TableNames.Config, lists.VisitAuditAsync, Audit);
            case ErasureStage.RawMail:
                return work.IsAgain && await rawMail.RunAsync(work, cancellationToken) is { } next ? ("", next) : null;
            case ErasureStage.Content:
                return null;
            default:
                throw new UnreachableException();
        }

        Task<(string, string)?> WalkAsync(
            string table,
            Func<TableEntity, ErasureWork, CancellationToken, Task> visit,
            string? only = null
        ) => walk.RunAsync(table, only, work, row => visit(row, work, cancellationToken), cancellationToken);
    }

    private async Task<(string, string)?> RunThreadAsync(ErasureWork work, CancellationToken cancellationToken)
    {
        var thread = work.Job.Thread!;
        switch (work.Job.Stage)
        {
            case ErasureStage.Own:
                await removal.BeginAsync(work, cancellationToken);
                return await WalkAsync(TableNames.Threads, removal.VisitOwnAsync, thread.Partition);
            case ErasureStage.Threads:
                return work.IsAgain ? await WalkAsync(TableNames.Threads, removal.VisitOtherAsync) : null;
            case ErasureStage.Claims:
                return await WalkAsync(TableNames.Claims, removal.VisitClaimAsync);
            case ErasureStage.Attention:
                return await WalkAsync(TableNames.Attention, removal.VisitAttentionAsync);
            case ErasureStage.Due:
                return await WalkAsync(TableNames.Due, removal.VisitDueAsync);
            default:
                return null;
        }

        Task<(string, string)?> WalkAsync(
            string table,
            Func<TableEntity, ErasureWork, CancellationToken, Task> visit,
            string? only = null
        ) => walk.RunAsync(table, only, work, row => visit(row, work, cancellationToken), cancellationToken);
    }

    /// <summary>Ends a pass over storage. False when another one is needed.</summary>
    public async Task<bool> EndPassAsync(ErasureWork work, CancellationToken cancellationToken) =>
        await noted.DeleteAsync(work, cancellationToken) && work.IsAgain;
}
