using System.Diagnostics.Metrics;
using Postern.Core.Attention;
using Postern.Core.Delivery;
using Postern.Core.Fetching;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Operations;

/// <summary>
/// Measures queues, due messages, waiting deliveries, the attention list and mailboxes. This costs storage requests, so
/// it is done every few minutes only.
/// </summary>
public sealed class GatewayGauges(
    GatewayStorage storage,
    DueStore due,
    AttentionStore attention,
    MailboxStore mailboxes,
    ServerStatusReader servers,
    GatewayConfigurationSource configuration
)
{
    private const int MostCounted = 1000;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private static readonly Gauge<long> QueueMessages = Count(MetricNames.QueueMessages, "{message}");
    private static readonly Gauge<double> QueueAge = Seconds(MetricNames.QueueAge);
    private static readonly Gauge<long> DueMessages = Count(MetricNames.DueMessages, "{message}");
    private static readonly Gauge<double> DueDelay = Seconds(MetricNames.DueDelay);
    private static readonly Gauge<long> WaitingDeliveries = Count(MetricNames.WaitingDeliveries, "{delivery}");
    private static readonly Gauge<double> WaitingAge = Seconds(MetricNames.WaitingAge);
    private static readonly Gauge<long> WaitingLate = Count(MetricNames.WaitingLate, "{delivery}");
    private static readonly Gauge<double> ServerFailing = Seconds(MetricNames.ServerFailing);
    private static readonly Gauge<long> AttentionItems = Count(MetricNames.AttentionItems, "{item}");
    private static readonly Gauge<double> MailboxOverdue = Seconds(MetricNames.MailboxOverdue);

    private DateTimeOffset _measured;

    /// <summary>Measures if the last time was long enough ago, and if there is an exporter.</summary>
    public async Task MeasureAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now - _measured < Period || !QueueAge.Enabled)
            return;
        await Task.WhenAll(QueueNames.All.Select(queue => MeasureQueueAsync(queue, now, cancellationToken)));
        await MeasureDueAsync(now, cancellationToken);
        await MeasureServersAsync(now, cancellationToken);
        await MeasureAttentionAsync(cancellationToken);
        await MeasureMailboxesAsync(now, cancellationToken);
        _measured = now;
    }

    private async Task MeasureQueueAsync(string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var queue = storage.Queue(name);
        var count = (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        // Events are read by other programs; if none reads them, the gateway has no problem.
        var hasAge = count > 0 && name != QueueNames.MailEvents;
        var oldest = hasAge ? (await queue.PeekMessageAsync(cancellationToken)).Value?.InsertedOn : null;
        QueueMessages.Record(count, MailMetrics.Tag(TagNames.Queue, name));
        QueueAge.Record(SecondsSince(oldest, now), MailMetrics.Tag(TagNames.Queue, name));
    }

    private async Task MeasureDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (count, first) = await due.CountAsync(MostCounted, cancellationToken);
        DueMessages.Record(count);
        DueDelay.Record(SecondsSince(first, now));
    }

    // Also servers that nothing waits for: an alert is resolved only by a value of 0. What waits for no server in use
    // has an empty name.
    private async Task MeasureServersAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var current = await configuration.GetAsync(cancellationToken);
        var (inUse, waiting) = await servers.ReadAsync(current, cancellationToken);
        foreach (var server in inUse)
        {
            var tag = MailMetrics.Tag(TagNames.Server, server.Server);
            RecordWaiting(server.Waiting, now, tag);
            ServerFailing.Record(server.TakesNoMail ? SecondsSince(server.Waiting.Oldest, now) : 0, tag);
        }
        RecordWaiting(
            waiting.Outside(inUse.Select(server => server.Server)),
            now,
            MailMetrics.Tag(TagNames.Server, "")
        );
    }

    private static void RecordWaiting(WaitingCount waiting, DateTimeOffset now, KeyValuePair<string, object?> tag)
    {
        WaitingDeliveries.Record(waiting.Count, tag);
        WaitingAge.Record(SecondsSince(waiting.Oldest, now), tag);
        WaitingLate.Record(waiting.Late, tag);
    }

    // Also kinds without items: an alert is resolved only by a value of 0.
    private async Task MeasureAttentionAsync(CancellationToken cancellationToken)
    {
        var items = (await attention.ListAsync(MostCounted, cancellationToken))
            .CountBy(item => item.Kind)
            .ToDictionary();
        foreach (var kind in Enum.GetValues<AttentionKind>())
        {
            var tag = MailMetrics.Tag(TagNames.Kind, MailMetrics.Name(kind));
            AttentionItems.Record(items.GetValueOrDefault(kind), tag);
        }
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
            var schedule = schedules.GetValueOrDefault(server.Id)?.Value;
            var overdue = MailboxHealth.OverdueOf(server, schedule, current.FetchIntervalOf(server), now);
            MailboxOverdue.Record(overdue.TotalSeconds, MailMetrics.Tag(TagNames.Mailbox, server.Id));
        }
    }

    private static Gauge<long> Count(string name, string unit) => MailMetrics.Meter.CreateGauge<long>(name, unit);

    private static Gauge<double> Seconds(string name) => MailMetrics.Meter.CreateGauge<double>(name, "s");

    private static double SecondsSince(DateTimeOffset? since, DateTimeOffset now) =>
        since is { } moment && moment < now ? (now - moment).TotalSeconds : 0;
}
