using System.Collections.Concurrent;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Time.Testing;
using Postern.DevHost.Timers;
using Postern.Tests.Support;

namespace Postern.Tests.DevHost;

public sealed class TimerListenerTests(AzuriteFixture storage) : IAsyncLifetime, IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly ConcurrentQueue<(DateTimeOffset At, TimerInfo Timer)> _runs = new();

    // The state of a timer is named after its function, which all tests here share.
    public Task InitializeAsync() =>
        new BlobContainerClient(storage.ConnectionString, "azure-webjobs-hosts").DeleteIfExistsAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_timer_runs_at_each_occurrence_of_the_schedule_in_the_setting()
    {
        await using var host = await StartAsync(Recording());
        await NextIsAsync(minute: 5);

        await PassAsync(minutes: 5, next: 10);
        await PassAsync(minutes: 5, next: 15);

        Assert.Equal([Noon.AddMinutes(5), Noon.AddMinutes(10)], _runs.Select(run => run.At));
        Assert.All(_runs, run => Assert.False(run.Timer.IsPastDue));
        Assert.Equal(Noon.AddMinutes(5).UtcDateTime, _runs.Last().Timer.ScheduleStatus!.Last);
    }

    [Fact]
    public async Task A_run_that_lasts_longer_than_the_period_is_not_overlapped()
    {
        var release = new TaskCompletionSource();
        await using var host = await StartAsync(
            new SampleWork
            {
                OnTimer = async (timer, _) =>
                {
                    Record(timer);
                    await release.Task;
                },
            }
        );
        await NextIsAsync(minute: 5);
        _time.Advance(TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync(() => _runs.Count == 1);

        _time.Advance(TimeSpan.FromMinutes(12));
        release.SetResult();
        await NextIsAsync(minute: 20);
        await PassAsync(minutes: 3, next: 25);

        Assert.Equal([Noon.AddMinutes(5), Noon.AddMinutes(20)], _runs.Select(run => run.At));
    }

    [Fact]
    public async Task An_occurrence_missed_while_no_host_was_up_is_run_once_at_the_start()
    {
        await using (await StartAsync(Recording()))
        {
            await NextIsAsync(minute: 5);
            await PassAsync(minutes: 5, next: 10);
        }

        _time.Advance(TimeSpan.FromMinutes(32));
        await using var host = await StartAsync(Recording());
        await NextIsAsync(minute: 40);
        await PassAsync(minutes: 3, next: 45);

        Assert.Equal([Noon.AddMinutes(5), Noon.AddMinutes(37), Noon.AddMinutes(40)], _runs.Select(run => run.At));
        Assert.Equal([false, true, false], _runs.Select(run => run.Timer.IsPastDue));
    }

    [Fact]
    public async Task A_run_that_fails_does_not_end_the_schedule()
    {
        await using var host = await StartAsync(
            new SampleWork
            {
                OnTimer = (timer, _) =>
                {
                    Record(timer);
                    throw new InvalidOperationException("no");
                },
            }
        );
        await NextIsAsync(minute: 5);

        await PassAsync(minutes: 5, next: 10);
        await PassAsync(minutes: 5, next: 15);

        Assert.Equal(2, _runs.Count);
    }

    [Fact]
    public async Task One_of_two_hosts_runs_the_timer_and_the_other_takes_over_when_it_stops()
    {
        await using var first = await StartAsync(Recording());
        await NextIsAsync(minute: 5);
        var others = 0;
        await using var second = await StartAsync(
            new SampleWork
            {
                OnTimer = (_, _) =>
                {
                    Interlocked.Increment(ref others);
                    return Task.CompletedTask;
                },
            }
        );

        await PassAsync(minutes: 5, next: 10);
        Assert.Equal((1, 0), (_runs.Count, others));
        await first.StopAsync();
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            return others > 0;
        });

        Assert.Single(_runs);
    }

    private Task<RunningHost> StartAsync(SampleWork work)
    {
        var settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = storage.ConnectionString,
            ["SampleSchedule"] = "0 */5 * * * *",
        };
        return RunningHost.StartAsync(typeof(SampleTimerFunction), work, settings, time: _time);
    }

    private SampleWork Recording() =>
        new()
        {
            OnTimer = (timer, _) =>
            {
                Record(timer);
                return Task.CompletedTask;
            },
        };

    private void Record(TimerInfo timer) => _runs.Enqueue((_time.GetUtcNow(), timer));

    // Time stands still until the listener has written what it waits for next.
    private async Task PassAsync(int minutes, int next)
    {
        _time.Advance(TimeSpan.FromMinutes(minutes));
        await NextIsAsync(next);
    }

    private Task NextIsAsync(int minute)
    {
        var container = new BlobContainerClient(storage.ConnectionString, "azure-webjobs-hosts");
        var status = new TimerStatusStore(container.GetBlobClient("timers/devhost/Tick/status"));
        return Eventually.TrueAsync(async () =>
            await container.ExistsAsync()
            && (await status.ReadAsync(CancellationToken.None))?.Next == Noon.AddMinutes(minute).UtcDateTime
        );
    }
}
