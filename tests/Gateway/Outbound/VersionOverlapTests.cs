using Azure.Data.Tables;
using Postern.Contracts.Queues;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;

namespace Postern.Tests.Outbound;

/// <summary>What an older version could not finish is not begun while one may run beside this one.</summary>
public sealed class VersionOverlapTests
{
    [Fact]
    public async Task For_an_hour_after_an_upgrade_each_delivery_is_a_queue_message_as_before()
    {
        await using var gateway = await StartAsync();
        await gateway.Get<HousekeepingWatch>().RunAsync(default);

        await SubmitAsync(gateway, "m1");
        Assert.Equal((0, 2), await SentAndQueuedAsync(gateway));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(30));
        await gateway.Get<HousekeepingWatch>().RunAsync(default);
        await SubmitAsync(gateway, "m2");
        Assert.Equal((2, 2), await SentAndQueuedAsync(gateway));

        await gateway.AdvanceAsync(TimeSpan.FromMinutes(31));
        await SubmitAsync(gateway, "m3");
        Assert.Equal((6, 0), await SentAndQueuedAsync(gateway));
    }

    [Fact]
    public async Task The_hour_begins_anew_where_an_older_version_does_its_work()
    {
        await using var gateway = await StartAsync();
        await gateway.Get<HousekeepingWatch>().RunAsync(default);
        gateway.Time.Advance(TimeSpan.FromMinutes(59));
        // As the version before writes it.
        var row = new TableEntity("housekeeping", "turn")
        {
            ["json"] = $$"""{"started":"{{gateway.Time.GetUtcNow():O}}"}""",
        };
        await gateway.Get<GatewayStorage>().Table(TableNames.Limits).UpsertEntityAsync(row, TableUpdateMode.Replace);
        await gateway.Get<HousekeepingWatch>().RunAsync(default);
        gateway.Time.Advance(TimeSpan.FromMinutes(59));

        await SubmitAsync(gateway, "m1");

        Assert.Equal((0, 2), await SentAndQueuedAsync(gateway));
    }

    private static async Task<TestGateway> StartAsync()
    {
        var gateway = await TestGateway.StartAsync(settings => settings["Timings:VersionOverlap"] = "01:00:00");
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private static Task SubmitAsync(TestGateway gateway, string id)
    {
        var mail = new OutboundMail
        {
            Id = id,
            From = $"sam@{TestGateway.Domain}",
            To = ["ann@customer.example", "carl@customer.example"],
            Subject = id,
            Text = "Hi.",
        };
        return gateway.RunAsync(QueueNames.OutboundMail, MailQueues.Write(mail));
    }

    private static async Task<(int Sent, int Queued)> SentAndQueuedAsync(TestGateway gateway)
    {
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.OutboundMail);
        return (gateway.Sent.Count, (await queue.PeekMessagesAsync(32)).Value.Length);
    }
}
