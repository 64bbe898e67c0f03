using Postern.Contracts.Http;
using Postern.Core.Bounces;
using Postern.Core.Events;
using Postern.Core.Reports;
using Postern.Gateway.Editing;
using Postern.Gateway.Publishing;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Enters what bounced in an address's history, notes it at the follower of the thread, and puts the address on the blacklist when the rule says so (P28). Doing it again changes nothing.</summary>
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
        // Entered first, read then: of two runs at one time the later sees both.
        var standing = await history.FindAsync(report.Address, cancellationToken);
        await history.TrimAsync(report.Address, standing.History, cancellationToken);
        if (!report.Counts)
            return;
        await followers.NoteAsync(report, cancellationToken);
        var limits = (await configuration.GetAsync(cancellationToken)).Parameters.Blacklist;
        if (BlacklistRule.EntryOf(report, standing.History, limits) is { } wanted)
            await AddAsync(wanted, report, cancellationToken);
    }

    private async Task AddAsync(BlacklistEntry wanted, DeliveryReport report, CancellationToken cancellationToken)
    {
        var entry = await blacklist.AddAsync(wanted, cancellationToken);
        if ((entry.Reason, entry.Since) != (wanted.Reason, wanted.Since))
            return;
        await events.PublishAsync(BlacklistEvents.Of(entry, report), cancellationToken);
    }
}
