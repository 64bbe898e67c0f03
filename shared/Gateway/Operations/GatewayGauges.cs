using System.Diagnostics.Metrics;
using Postern.Core.Attention;
using Postern.Core.Fetching;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Operations;

/// <summary>Measures what stands where: queues, what is due, what wants a person, mailboxes. Reading costs storage calls, so it is done every few minutes only.</summary>
public sealed class GatewayGauges(
    GatewayStorage storage,
    DueStore due,
    AttentionStore attention,
    MailboxStore mailboxes,
    GatewayConfigurationSource configuration
)
{
    private const int Counted = 1000;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private static readonly Gauge<long> QueueMessages = MailMetrics.Meter.CreateGauge<long>(
        MetricNames.QueueMessages,
        "{message}"
    );
    private static readonly Gauge<double> QueueAge = MailMetrics.Meter.CreateGauge<double>(MetricNames.QueueAge, "s");
    private static readonly Gauge<long> DueMessages = MailMetrics.Meter.CreateGauge<long>(
        MetricNames.DueMessages,
        "{message}"
    );
    private static readonly Gauge<double> DueDelay = MailMetrics.Meter.CreateGauge<double>(MetricNames.DueDelay, "s");
    private static readonly Gauge<long> AttentionItems = MailMetrics.Meter.CreateGauge<long>(
        MetricNames.AttentionItems,
        "{item}"
    );
    private static readonly Gauge<double> MailboxOverdue = MailMetrics.Meter.CreateGauge<double>(
        MetricNames.MailboxOverdue,
        "s"
    );

    private DateTimeOffset _measured;

    /// <summary>Measures if it is time to, and if anybody listens.</summary>
    public async Task MeasureAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - _measured < Period || !QueueAge.Enabled)
            return;
        await Task.WhenAll(QueueNames.All.Select(queue => MeasureQueueAsync(queue, now, cancellationToken)));
        await MeasureDueAsync(now, cancellationToken);
        await MeasureAttentionAsync(cancellationToken);
        await MeasureMailboxesAsync(now, cancellationToken);
        _measured = now;
    }

    private async Task MeasureQueueAsync(string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var queue = storage.Queue(name);
        var count = (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        // Events stand until a program takes them, and a program that takes none is no trouble of the gateway's.
        var oldest =
            count == 0 || name == QueueNames.MailEvents
                ? null
                : (await queue.PeekMessageAsync(cancellationToken)).Value?.InsertedOn;
        QueueMessages.Record(count, MailMetrics.Tag(TagNames.Queue, name));
        QueueAge.Record(Seconds(now, oldest), MailMetrics.Tag(TagNames.Queue, name));
    }

    private async Task MeasureDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (count, first) = await due.CountAsync(Counted, cancellationToken);
        DueMessages.Record(count);
        DueDelay.Record(Seconds(now, first));
    }

    // Every kind, also those without items: an alert ends only when it hears a nought.
    private async Task MeasureAttentionAsync(CancellationToken cancellationToken)
    {
        var items = (await attention.ListAsync(Counted, cancellationToken)).CountBy(item => item.Kind).ToDictionary();
        foreach (var kind in Enum.GetValues<AttentionKind>())
            AttentionItems.Record(
                items.GetValueOrDefault(kind),
                MailMetrics.Tag(TagNames.Kind, MailMetrics.Name(kind))
            );
    }

    private async Task MeasureMailboxesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var current = await configuration.GetAsync(cancellationToken);
        var active = current.IncomingServers.Where(server => server.Active).ToList();
        if (active.Count == 0)
            return;
        var schedules = await mailboxes.ListSchedulesAsync(cancellationToken);
        foreach (var server in active)
        {
            var overdue = MailboxHealth.OverdueOf(
                server,
                schedules.GetValueOrDefault(server.Id)?.Value,
                current.FetchIntervalOf(server),
                now
            );
            MailboxOverdue.Record(overdue.TotalSeconds, MailMetrics.Tag(TagNames.Mailbox, server.Id));
        }
    }

    private static double Seconds(DateTimeOffset now, DateTimeOffset? since) =>
        since is { } moment && moment < now ? (now - moment).TotalSeconds : 0;
}
