using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;
using Postern.DevHost.Chaos;
using Postern.DevHost.Configuration;
using Postern.Gateway.Storage;
using Postern.Tests.Support;

namespace Postern.Tests.DevHost;

public sealed class ChaosTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Twice_gives_a_message_to_two_runs_at_once()
    {
        var both = new TaskCompletionSource();
        var runs = 0;
        async Task MeetAsync(CancellationToken ct)
        {
            if (Interlocked.Increment(ref runs) == 2)
            {
                both.SetResult();
            }

            await both.Task.WaitAsync(ct);
        }

        var (queue, host) = await StartAsync(
            new SampleWork { OnMessage = (_, ct) => MeetAsync(ct) },
            new ChaosSettings { Twice = 1 }
        );
        await using var _ = host;

        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);

        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Undeleted_brings_a_message_back_after_a_run_that_succeeded()
    {
        var runs = 0;
        var (queue, host) = await StartAsync(
            new SampleWork { OnMessage = (_, _) => Task.FromResult(Interlocked.Increment(ref runs)) },
            new ChaosSettings { Undeleted = 1 },
            maxDequeueCount: 1000
        );
        await using var _ = host;

        await Eventually.TrueAsync(() => runs >= 3);
        await host.StopAsync();

        Assert.Equal(1, await CountAsync(queue));
    }

    [Fact]
    public async Task Busy_storage_that_is_to_make_a_table_refuses_it_as_the_service_does()
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        var chaos = new ChaosMonkey(new ChaosSettings { Busy = 1 }, seed: 1);
        options.AddPolicy(new StorageChaosPolicy(chaos), HttpPipelinePosition.PerRetry);
        var table = new TableClient(storage.ConnectionString, "chaos", options);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateIfNotExistsAsync());

        Assert.Equal(503, refused.Status);
    }

    [Fact]
    public async Task Cancel_fires_the_token_midway_and_fails_the_run()
    {
        var cancelled = 0;
        var work = new SampleWork
        {
            OnMessage = async (_, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Interlocked.Increment(ref cancelled);
            },
        };
        var (queue, host) = await StartAsync(work, new ChaosSettings { Cancel = 1 });
        await using var _ = host;

        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);

        Assert.Equal(2, cancelled);
        Assert.Equal(1, await CountAsync(new QueueClient(storage.ConnectionString, queue.Name + "-poison")));
    }

    [Fact]
    public async Task A_lost_reply_is_that_of_a_write_that_was_done()
    {
        var chaos = new ChaosMonkey(new ChaosSettings { LostReply = 1 }, seed: 1);
        var (queue, _) = RunningHost.NewQueue(storage);
        await queue.CreateAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => Unreliable(queue, chaos, retries: 0).SendMessageAsync("done"));

        Assert.Equal("done", (await queue.PeekMessageAsync()).Value.MessageText);
        Assert.NotNull((await Unreliable(queue, chaos, retries: 0).PeekMessageAsync()).Value);
    }

    [Fact]
    public async Task A_retry_after_a_lost_reply_writes_again()
    {
        var chaos = new ChaosMonkey(new ChaosSettings { LostReply = 0.5 }, seed: 1);
        var (queue, _) = RunningHost.NewQueue(storage);
        await queue.CreateAsync();

        var unreliable = Unreliable(queue, chaos, retries: 10);
        for (var number = 0; number < 5; number++)
        {
            await unreliable.SendMessageAsync($"{number}");
        }

        PeekedMessage[] messages = await queue.PeekMessagesAsync(32);
        Assert.Equal(5, messages.Select(message => message.MessageText).Distinct().Count());
        Assert.True(messages.Length > 5);
    }

    [Fact]
    public async Task A_busy_storage_refuses_with_503_and_does_nothing()
    {
        var chaos = new ChaosMonkey(new ChaosSettings { Busy = 1 }, seed: 1);
        var (queue, _) = RunningHost.NewQueue(storage);
        await queue.CreateAsync();

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            Unreliable(queue, chaos, retries: 0).SendMessageAsync("never")
        );

        Assert.Equal((503, "ServerBusy"), (refused.Status, refused.ErrorCode));
        Assert.Equal(0, await CountAsync(queue));
    }

    [Fact]
    public async Task A_busy_table_refuses_as_a_queue_does()
    {
        var options = new TableClientOptions { Retry = { MaxRetries = 0 } };
        options.AddPolicy(
            new StorageChaosPolicy(new ChaosMonkey(new ChaosSettings { Busy = 1 }, seed: 1)),
            HttpPipelinePosition.PerRetry
        );
        var table = new TableClient(storage.ConnectionString, "t1", options);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            table.GetEntityAsync<TableEntity>("p", "r")
        );

        Assert.Equal((503, "ServerBusy"), (refused.Status, refused.ErrorCode));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 1)]
    public async Task Storage_faults_reach_the_clients_of_the_functions_through_the_storage_policies(
        double busy,
        int policies
    )
    {
        var (_, host) = await StartAsync(new SampleWork(), new ChaosSettings { Busy = busy });
        await using var _ = host;

        Assert.Equal(policies, host.Services.GetRequiredService<StoragePolicies>().PerRetry.Count);
    }

    [Fact]
    public void Busy_comes_in_bursts()
    {
        var chaos = new ChaosMonkey(new ChaosSettings { Busy = 0.02 }, seed: 7);

        var requests = Enumerable.Range(0, 10_000).Select(_ => chaos.IsBusy()).ToList();

        var bursts = requests.Zip(requests.Skip(1)).Count(pair => !pair.First && pair.Second);
        Assert.InRange((double)requests.Count(busy => busy) / bursts, 3, 6);
    }

    [Fact]
    public void The_same_seed_draws_the_same_faults()
    {
        static List<bool> Draw(int seed)
        {
            var chaos = new ChaosMonkey(new ChaosSettings { Twice = 0.5 }, seed);
            return [.. Enumerable.Range(0, 100).Select(_ => chaos.DeliversTwice())];
        }

        Assert.Equal(Draw(42), Draw(42));
        Assert.NotEqual(Draw(42), Draw(43));
    }

    private QueueClient Unreliable(QueueClient queue, ChaosMonkey chaos, int retries)
    {
        var options = new QueueClientOptions
        {
            Retry =
            {
                MaxRetries = retries,
                Delay = TimeSpan.FromMilliseconds(1),
                Mode = RetryMode.Fixed,
            },
        };
        options.AddPolicy(new StorageChaosPolicy(chaos), HttpPipelinePosition.PerRetry);
        return new QueueClient(storage.ConnectionString, queue.Name, options);
    }

    private async Task<(QueueClient Queue, RunningHost Host)> StartAsync(
        SampleWork work,
        ChaosSettings chaos,
        int maxDequeueCount = 2
    )
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        await queue.CreateAsync();
        await queue.SendMessageAsync("message");
        var options = new DevHostOptions { Chaos = chaos, Seed = 1 };
        var queues = RunningHost.Queues with { MaxDequeueCount = maxDequeueCount };
        return (queue, await RunningHost.StartAsync(typeof(SampleQueueFunction), work, settings, queues, options));
    }

    private static async Task<int> CountAsync(QueueClient queue) =>
        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;
}
