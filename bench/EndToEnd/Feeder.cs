using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using Postern.Bench.Measuring;
using Postern.Gateway.Storage;

namespace Postern.Bench.EndToEnd;

/// <summary>
/// Hands mails in to one app and measures until the last is delivered. A mail waits while too many messages are on the
/// queues: the emulator's calls take ever longer with what waits.
/// </summary>
/// <param name="app">The app.</param>
/// <param name="desk">Its storage.</param>
/// <param name="emulator">Counts its calls.</param>
/// <param name="sink">Takes what it sends; nothing else may come meanwhile.</param>
internal sealed class Feeder(App app, Desk desk, Emulator emulator, MailSink sink)
{
    private const int AtOnce = 8;
    private const int PutDepth = 32;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    public App App => app;

    public Desk Desk => desk;

    /// <param name="phase">Part of the app's life.</param>
    /// <param name="scenario">What the mails become.</param>
    /// <param name="letters">The mails.</param>
    /// <param name="depth">Most messages on all queues; with 1 no mail waits for another.</param>
    /// <exception cref="InvalidOperationException">Mails fail, or nothing moves any more.</exception>
    public async Task<Block> RunAsync(Phase phase, Scenario scenario, IReadOnlyList<Letter> letters, int depth)
    {
        sink.Take();
        var deliveries = letters.Count * scenario.Deliveries;
        var started = new ConcurrentDictionary<Letter, DateTimeOffset>();
        var (calls, before, watch) = (await CountAsync(), Use(), Stopwatch.StartNew());
        var progress = new FeedProgress(calls);
        using var stop = new CancellationTokenSource();
        var feeding = FeedAsync(scenario.Way, letters, depth, started, progress, stop.Token);
        try
        {
            await WatchAsync(progress, feeding, letters.Count, sink.Count + deliveries);
        }
        finally
        {
            await stop.CancelAsync();
        }
        var time = watch.Elapsed;
        var after = Use();
        return new Block(app.Name, phase, scenario, started)
        {
            Time = time,
            HandInSeconds = progress.HandInSeconds / letters.Count,
            AppCpu = after.App.Cpu - before.App.Cpu,
            EmulatorCpu = after.Emulator.Cpu - before.Emulator.Cpu,
            SinkCpu = after.Sink.Cpu - before.Sink.Cpu,
            Calls = await CountAsync() - calls,
            Received = sink.Take(),
            Resident = after.App.Resident,
        };
    }

    /// <summary>Puts messages on a queue and waits until so many mails were delivered and everything is quiet.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> PutAsync(
        string queue,
        IReadOnlyList<string> messages,
        int deliveries
    )
    {
        sink.Take();
        var target = sink.Count + deliveries;
        var watch = Stopwatch.StartNew();
        foreach (var message in messages)
        {
            while ((await CountAsync()).WaitingInAll >= PutDepth)
                await Task.Delay(Pace);
            await desk.PutAsync(queue, message);
        }
        while (sink.Count < target || (await CountAsync()).WaitingInAll > 0)
        {
            await ThrowWhenLateAsync(watch, $"{target - sink.Count} mails are missing");
            await Task.Delay(Pace);
        }
        return sink.Take();
    }

    private async Task FeedAsync(
        Way way,
        IReadOnlyList<Letter> letters,
        int depth,
        ConcurrentDictionary<Letter, DateTimeOffset> started,
        FeedProgress progress,
        CancellationToken cancellationToken
    ) =>
        await Parallel.ForEachAsync(
            letters,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Math.Min(AtOnce, depth),
                CancellationToken = cancellationToken,
            },
            async (letter, stop) =>
            {
                while (!progress.TryHandIn(depth))
                    await Task.Delay(Pace / 4, stop);
                started[letter] = DateTimeOffset.UtcNow;
                var watch = Stopwatch.StartNew();
                await (way == Way.Http ? PostAsync(letter, stop) : QueueAsync(letter));
                progress.HandedIn(watch.Elapsed);
            }
        );

    private async Task WatchAsync(FeedProgress progress, Task feeding, int mails, int delivered)
    {
        var watch = Stopwatch.StartNew();
        while (!feeding.IsCompletedSuccessfully || !progress.IsDone(mails) || sink.Count < delivered)
        {
            if (feeding.IsFaulted)
                await feeding;
            await ThrowWhenLateAsync(watch, $"{progress}, {delivered - sink.Count} deliveries are missing");
            await Task.Delay(Pace);
            if (progress.Update(await CountAsync()))
                watch.Restart();
        }
    }

    private async Task PostAsync(Letter letter, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(letter.Raw);
        content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        using var answer = await app.Client.PostAsync(
            new Uri("api/inbound", UriKind.Relative),
            content,
            cancellationToken
        );
        answer.EnsureSuccessStatusCode();
    }

    private Task QueueAsync(Letter letter) =>
        desk.PutAsync(QueueNames.InboundMail, $$"""{"v":1,"mime":"{{Convert.ToBase64String(letter.Raw)}}"}""");

    private Task<CallCounts> CountAsync() => emulator.CountAsync(app.Account);

    private (ProcessUse App, ProcessUse Emulator, ProcessUse Sink) Use() => (app.Use, emulator.Use, sink.Use);

    private async Task ThrowWhenLateAsync(Stopwatch watch, string what)
    {
        if (watch.Elapsed <= Patience)
            return;
        var attention = await app.Client.GetStringAsync(new Uri("api/attention", UriKind.Relative));
        throw new InvalidOperationException($"{app.Name}: nothing moves, {what}.\n{attention}\n{app.Output}");
    }
}
