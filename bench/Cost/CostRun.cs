using Postern.Bench.EndToEnd;
using Postern.Bench.Reports;
using Postern.Gateway.Storage;

namespace Postern.Bench.Cost;

/// <summary>Counts what mails make of each kind, in a whole app, and states what that costs.</summary>
internal static class CostRun
{
    private const int Mails = 150;

    private static readonly int[] Deliveries = [0, 1, 3];
    private static readonly (string Function, string Queue)[] Functions =
    [
        ("RouteInbound", QueueNames.InboundMail),
        ("SendOutbound", QueueNames.OutboundMail),
    ];

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        await using var emulator = await Emulator.StartAsync();
        await using var sink = await MailSink.StartAsync();
        var account = emulator.NewAccount();
        await using var desk = await Desk.OpenAsync(account.Connection);
        await using var app = await App.StartAsync(options.Apps[^1], account, sink.Port);
        var feeder = new Feeder(app, desk, emulator, sink);
        var writers = new Correspondents(feeder, options.MailSize);
        var kinds = new List<(Way Way, MailWork Work)>();
        foreach (var deliveries in Deliveries)
        {
            await writers.PrepareAsync(4 * options.MailsOr(Mails), deliveries);
            foreach (var way in Enum.GetValues<Way>())
                kinds.Add((way, await MeasureAsync(feeder, writers, new Scenario(way, deliveries), options)));
        }
        return CostReport.Of(kinds, Prices.Read());
    }

    private static async Task<MailWork> MeasureAsync(
        Feeder feeder,
        Correspondents writers,
        Scenario scenario,
        BenchOptions options
    )
    {
        var mails = options.MailsOr(Mails);
        // Not counted: what is read once, such as configuration and keys.
        await feeder.RunAsync(Phase.Warming, scenario, writers.Take(scenario, mails), options.Depth);
        // One by one: of ten million a month one comes every quarter of a second, and is done before the next. What waits in
        // line here would be sent over the queue, and each run would wait for the others.
        var block = await feeder.RunAsync(Phase.Single, scenario, writers.Take(scenario, mails), 1);
        Console.Error.WriteLine(
            FormattableString.Invariant($"{scenario.Name}: {block.Calls.Own / (double)mails:F1} calls")
        );
        return WorkOf(block);
    }

    private static MailWork WorkOf(Block block)
    {
        var (calls, mails) = (block.Calls, (double)block.Mails);
        var runs = new List<FunctionRuns>();
        if (block.Scenario.Way == Way.Http)
            runs.Add(new FunctionRuns("Intake", 1, block.HandInSeconds, IsQueued: false));
        foreach (var (function, queue) in Functions)
        {
            if (calls.Runs(queue) is > 0 and var count)
                runs.Add(new FunctionRuns(function, count / mails, calls.SecondsOfRun(queue), IsQueued: true));
        }
        return new MailWork(
            block.Scenario.Name,
            calls.BlobWrites / mails,
            calls.BlobReads / mails,
            calls.Tables / mails,
            // A program puts the first message itself where mail comes in by queue.
            calls.QueuePuts / mails,
            calls.QueueOthers / mails,
            block.Scenario.Deliveries,
            runs
        );
    }
}
