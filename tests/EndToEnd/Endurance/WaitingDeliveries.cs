using System.Diagnostics;
using System.Text.Json;
using Postern.Contracts;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Flows;

namespace Postern.Tests.Endurance;

/// <summary>Deliveries that a server turned away for now, which are tried again after 5 to 15 minutes.</summary>
internal sealed class WaitingDeliveries(Deployment deployment)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    /// <summary>Makes them due now, as if that time had passed.</summary>
    public async Task HastenAsync()
    {
        if (_sinceLast.Elapsed < Period)
            return;
        var filter = $"state eq '{nameof(DeliveryState.Waiting)}'";
        foreach (var row in await deployment.FindRowsAsync(TableNames.Threads, filter, ["PartitionKey", "json"]))
        {
            var delivery = JsonSerializer.Deserialize<MessageDelivery>(row.GetString("json"), PosternJson.Tolerant)!;
            if (ThreadKey.TryParse(row.PartitionKey, out var thread))
                await HastenAsync(thread, delivery);
        }
        _sinceLast.Restart();
    }

    private async Task HastenAsync(ThreadKey thread, MessageDelivery delivery)
    {
        var (threads, reference) = (deployment.Get<ThreadStore>(), delivery.Reference(thread));
        if (
            await threads.FindDeliveryAsync(reference, default)
            is not { Delivery: { Value.State: DeliveryState.Waiting } stored }
        )
            return;
        var now = stored.Value with { NextAttempt = DateTimeOffset.UtcNow };
        if (await threads.TrySaveAsync(thread, stored, now, default) is null)
            return;
        var queue = delivery.Bulk ? QueueNames.OutboundBulk : QueueNames.OutboundMail;
        await deployment.Get<MailQueues>().PutTextAsync(queue, WaitingMail.Message(reference), default);
    }
}
