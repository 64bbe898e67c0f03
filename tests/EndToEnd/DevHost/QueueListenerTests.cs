using System.Collections.Concurrent;
using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Postern.DevHost.Configuration;
using Postern.Tests.Support;

namespace Postern.Tests.DevHost;

public sealed class QueueListenerTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task A_message_is_given_to_the_function_and_then_deleted()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        var seen = new ConcurrentQueue<string>();
        await queue.CreateAsync();
        await queue.SendMessageAsync("""{"v":1}""");
        await using var host = await RunningHost.StartAsync(typeof(SampleQueueFunction), Recording(seen), settings);

        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);

        Assert.Equal(["""{"v":1}"""], seen);
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_created()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        await using var host = await RunningHost.StartAsync(typeof(SampleQueueFunction), new SampleWork(), settings);

        await Eventually.TrueAsync(async () => await queue.ExistsAsync());
    }

    [Fact]
    public async Task A_message_that_fails_to_the_last_goes_to_the_poison_queue_as_it_is()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        var poison = Poison(queue);
        var seen = new ConcurrentQueue<string>();
        await queue.CreateAsync();
        await queue.SendMessageAsync("bad");
        var work = new SampleWork
        {
            OnMessage = (message, _) =>
            {
                seen.Enqueue(message);
                throw new InvalidOperationException("no");
            },
        };
        await using var host = await RunningHost.StartAsync(
            typeof(SampleQueueFunction),
            work,
            settings,
            RunningHost.Queues with
            {
                MaxDequeueCount = 3,
            }
        );

        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0 && await CountAsync(poison) == 1);

        Assert.Equal(["bad", "bad", "bad"], seen);
        Assert.Equal("bad", (await poison.PeekMessageAsync()).Value.MessageText);
    }

    [Fact]
    public async Task A_failed_message_stays_invisible_for_the_visibility_timeout_and_keeps_its_text()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        var runs = new ConcurrentQueue<(string Message, DateTimeOffset At)>();
        await queue.CreateAsync();
        await queue.SendMessageAsync("again");
        var work = new SampleWork
        {
            OnMessage = (message, _) =>
            {
                runs.Enqueue((message, DateTimeOffset.UtcNow));
                return runs.Count == 1 ? throw new InvalidOperationException("once") : Task.CompletedTask;
            },
        };
        var timeout = RunningHost.Queues with { VisibilityTimeout = TimeSpan.FromSeconds(2) };
        await using var host = await RunningHost.StartAsync(typeof(SampleQueueFunction), work, settings, timeout);

        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);

        Assert.Equal(["again", "again"], runs.Select(run => run.Message));
        // Storage counts visibility in whole seconds, so a second may be missing.
        Assert.InRange(runs.Last().At - runs.First().At, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Base64_is_decoded_and_what_is_none_goes_to_the_poison_queue_untouched()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        var poison = Poison(queue);
        var seen = new ConcurrentQueue<string>();
        await queue.CreateAsync();
        await queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes("grüße")));
        await queue.SendMessageAsync("not base64!");
        var base64 = RunningHost.Queues with { MessageEncoding = "base64" };
        await using var host = await RunningHost.StartAsync(
            typeof(SampleQueueFunction),
            Recording(seen),
            settings,
            base64
        );

        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0 && await CountAsync(poison) == 1);

        Assert.Equal(["grüße"], seen);
        Assert.Equal("not base64!", (await poison.PeekMessageAsync()).Value.MessageText);
    }

    [Fact]
    public async Task No_more_than_a_batch_and_the_threshold_run_at_once()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        var (running, most, done) = (0, 0, 0);
        await queue.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => queue.SendMessageAsync($"{number}")));
        var work = new SampleWork
        {
            OnMessage = async (_, ct) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Delay(100, ct);
                Interlocked.Decrement(ref running);
                Interlocked.Increment(ref done);
            },
        };
        var bounded = RunningHost.Queues with { BatchSize = 4, NewBatchThreshold = 2 };
        await using var host = await RunningHost.StartAsync(typeof(SampleQueueFunction), work, settings, bounded);

        await Eventually.TrueAsync(() => done == 20);

        Assert.InRange(most, 4, 6);
    }

    [Fact]
    public async Task The_lease_is_renewed_while_the_function_runs()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        var runs = 0;
        await queue.CreateAsync();
        await queue.SendMessageAsync("long");
        var work = new SampleWork
        {
            OnMessage = async (_, ct) =>
            {
                Interlocked.Increment(ref runs);
                await Task.Delay(4500, ct);
            },
        };
        var options = new DevHostOptions { Lease = TimeSpan.FromSeconds(2) };
        await using var host = await RunningHost.StartAsync(
            typeof(SampleQueueFunction),
            work,
            settings,
            options: options
        );

        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0);

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_message_left_by_runs_that_never_ended_goes_to_the_poison_queue_without_another_run()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        var poison = Poison(queue);
        var seen = new ConcurrentQueue<string>();
        await queue.CreateAsync();
        await queue.SendMessageAsync("kills");
        for (var taken = 0; taken < 2; taken++)
        {
            QueueMessage message = await queue.ReceiveMessageAsync();
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, message.MessageText, TimeSpan.Zero);
        }

        await using var host = await RunningHost.StartAsync(
            typeof(SampleQueueFunction),
            Recording(seen),
            settings,
            RunningHost.Queues with
            {
                MaxDequeueCount = 2,
            }
        );

        await Eventually.TrueAsync(async () => await CountAsync(queue) == 0 && await CountAsync(poison) == 1);

        Assert.Empty(seen);
    }

    [Fact]
    public async Task A_poison_queue_has_no_poison_queue_and_its_failures_come_again_when_the_lease_ends()
    {
        var (queue, settings) = RunningHost.NewQueue(storage, "-poison");
        var runs = 0;
        await queue.CreateAsync();
        await queue.SendMessageAsync("stays");
        var work = new SampleWork
        {
            OnMessage = (_, _) =>
            {
                Interlocked.Increment(ref runs);
                throw new InvalidOperationException("no");
            },
        };
        var options = new DevHostOptions { Lease = TimeSpan.FromSeconds(1) };
        await using var host = await RunningHost.StartAsync(
            typeof(SampleQueueFunction),
            work,
            settings,
            RunningHost.Queues with
            {
                MaxDequeueCount = 1,
            },
            options
        );

        await Eventually.TrueAsync(() => runs >= 3);

        Assert.Equal(1, await CountAsync(queue));
        Assert.False(await new QueueClient(storage.ConnectionString, queue.Name + "-poison").ExistsAsync());
    }

    [Fact]
    public async Task A_run_is_cancelled_when_the_host_stops_and_its_message_comes_again()
    {
        var (queue, settings) = RunningHost.NewQueue(storage);
        var started = new TaskCompletionSource();
        await queue.CreateAsync();
        await queue.SendMessageAsync("interrupted");
        var work = new SampleWork
        {
            OnMessage = async (_, ct) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, ct);
            },
        };
        await using var host = await RunningHost.StartAsync(typeof(SampleQueueFunction), work, settings);
        await started.Task;

        await host.StopAsync();

        QueueMessage message = await queue.ReceiveMessageAsync();
        Assert.Equal(("interrupted", 2), (message.MessageText, message.DequeueCount));
    }

    private static SampleWork Recording(ConcurrentQueue<string> seen) =>
        new()
        {
            OnMessage = (message, _) =>
            {
                seen.Enqueue(message);
                return Task.CompletedTask;
            },
        };

    private QueueClient Poison(QueueClient queue) => new(storage.ConnectionString, queue.Name + "-poison");

    private static async Task<int> CountAsync(QueueClient queue) =>
        await queue.ExistsAsync() ? (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount : 0;

    private static void InterlockedMax(ref int most, int now)
    {
        for (var before = most; before < now; before = most)
        {
            Interlocked.CompareExchange(ref most, now, before);
        }
    }
}
