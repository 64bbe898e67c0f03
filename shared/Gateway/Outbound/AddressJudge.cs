using Postern.Contracts.Http;
using Postern.Core.Bounces;
using Postern.Core.Events;
using Postern.Core.Reports;
using Postern.Gateway.Editing;
using Postern.Gateway.Publishing;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Records a bounce or complaint: in the history of the address, on the follower of the thread, and on the blacklist
/// when the rule says so (P28). Idempotent.
/// </summary>
public sealed class AddressJudge(
    BounceHistory history,
    FollowerNotes followers,
    BlacklistEditor blacklist,
    GatewayConfigurationSource configuration,
    EventPublisher events
)
{
    public async Task EnterAsync(DeliveryReport report, CancellationToken cancellationToken)
    {
        if (report.Kind is not (BounceReportKind.Bounce or BounceReportKind.Complaint))
            return;
        await history.AddAsync(report, cancellationToken);
        // Written before it is read: of two concurrent runs the later one sees both reports.
        var standing = await history.FindAsync(report.Address, cancellationToken);
        await history.TrimAsync(report.Address, standing.History, cancellationToken);
        if (!report.Counts)
            return;
        await followers.NoteAsync(report, cancellationToken);
        var limits = (await configuration.GetAsync(cancellationToken)).Parameters.Blacklist;
        if (BlacklistRule.EntryOf(report, standing.History, limits) is { } entry)
            await BlacklistAsync(entry, report, cancellationToken);
    }

    private async Task BlacklistAsync(BlacklistEntry entry, DeliveryReport report, CancellationToken cancellationToken)
    {
        var stored = await blacklist.AddAsync(entry, cancellationToken);
        var isThis = stored.Reason == entry.Reason && stored.Since == entry.Since;
        if (isThis)
            await events.PublishAsync(BlacklistEvents.Of(stored, report), cancellationToken);
    }
}
