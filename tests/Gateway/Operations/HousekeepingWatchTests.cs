using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Postern.Functions;
using Postern.Gateway.Inbound;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Operations;

/// <summary>What housekeeping does is done also where its timer does not fire.</summary>
public sealed class HousekeepingWatchTests
{
    [Fact]
    public async Task A_queue_message_starts_it_when_the_timer_does_not_fire()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.Get<HousekeepingWatch>().RunAsync(default);
        await AddDueAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromMinutes(3));

        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var message = (await queue.ReceiveMessagesAsync(1)).Value[0].MessageText;
        await new RouteInbound(gateway.Get<InboundProcessor>(), gateway.Get<QueueRuns>()).RunAsync(message, default);

        Assert.Equal(1, await PutBackAsync(gateway));
    }

    [Fact]
    public async Task A_request_starts_it_when_the_timer_does_not_fire()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.Get<HousekeepingWatch>().RunAsync(default);
        await AddDueAsync(gateway);
        var app = new ApplicationBuilder(gateway.Services);
        Assert
            .Single(gateway.Services.GetServices<IStartupFilter>())
            .Configure(builder => builder.Run(_ => Task.CompletedTask))(app);
        var handle = app.Build();

        gateway.Time.Advance(TimeSpan.FromMinutes(1.5));
        await handle(new DefaultHttpContext());
        Assert.Equal(0, await PutBackAsync(gateway));

        gateway.Time.Advance(TimeSpan.FromMinutes(1.5));
        await handle(new DefaultHttpContext());
        Assert.Equal(1, await PutBackAsync(gateway));
    }

    [Fact]
    public async Task While_the_timer_fires_others_ask_storage_once_a_minute_and_do_nothing()
    {
        var calls = new StorageFaults();
        var account = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var withTimer = await TestGateway.StartAsync(account, time, null);
        await using var other = await TestGateway.StartAsync(account, time, null, calls);
        await withTimer.Get<HousekeepingWatch>().RunAsync(default);
        var watch = other.Get<HousekeepingWatch>();
        await watch.LookAsync(default);
        calls.Reset();
        for (var second = 0; second < 600; second++)
        {
            if (second % 60 == 30)
                await withTimer.Get<HousekeepingWatch>().RunAsync(default);
            time.Advance(TimeSpan.FromSeconds(1));
            await watch.LookAsync(default);
        }

        Assert.Equal(10, calls.Calls.Count);
        Assert.Equal(0, calls.Writes);
    }

    [Fact]
    public async Task Of_several_instances_one_does_the_round()
    {
        var account = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var calls = Enumerable.Range(0, 4).Select(_ => new StorageFaults()).ToList();
        var instances = new List<TestGateway>();
        try
        {
            foreach (var policy in calls)
                instances.Add(await TestGateway.StartAsync(account, time, null, policy));
            await instances[0].Get<HousekeepingWatch>().RunAsync(default);
            time.Advance(TimeSpan.FromMinutes(5));
            calls.ForEach(policy => policy.Reset());

            await Task.WhenAll(instances.Select(gateway => gateway.Get<HousekeepingWatch>().LookAsync(default)));

            // A round reads the table of what is due.
            Assert.Single(
                calls,
                policy => policy.Calls.Exists(call => call.Contains("/due", StringComparison.Ordinal))
            );
        }
        finally
        {
            foreach (var instance in instances)
                await instance.DisposeAsync();
        }
    }

    [Fact]
    public async Task Trouble_of_housekeeping_is_not_trouble_of_the_work_before_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        // As good as an outage that only housekeeping meets.
        await gateway.Get<GatewayStorage>().Table(TableNames.Due).DeleteAsync();

        await gateway.Get<TimerWatch>().LookAfterAsync(Task.CompletedTask, default);

        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() =>
            gateway.Get<HousekeepingWatch>().RunAsync(default)
        );
    }

    private static Task AddDueAsync(TestGateway gateway) =>
        gateway
            .Get<DueStore>()
            .AddAsync(gateway.Time.GetUtcNow().AddMinutes(1), "one", QueueNames.ThreadPosts, "{}", default);

    private static async Task<int> PutBackAsync(TestGateway gateway) =>
        (await gateway.Get<GatewayStorage>().Queue(QueueNames.ThreadPosts).PeekMessagesAsync(10)).Value.Length;
}
