using Postern.Bench.Measuring;
using Postern.Bench.Reports;

namespace Postern.Bench.EndToEnd;

/// <summary>
/// Mails through whole apps, from the hand-in to the sink: a cold phase, a warming one that is not counted, then warm
/// rounds in which the apps take turns.
/// </summary>
internal sealed class EndToEndRun(BenchOptions options, Emulator emulator, MailSink sink)
{
    private const int Mails = 10_000;
    private const int ColdMails = 500;
    private const int Starts = 3;
    private const int SingleMails = 8;

    private readonly NoiseGate _noise = new();
    private readonly List<Block> _blocks = [];
    private readonly Dictionary<string, List<double>> _starts = [];

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        await using var emulator = await Emulator.StartAsync();
        await using var sink = await MailSink.StartAsync();
        return await new EndToEndRun(options, emulator, sink).RunAsync();
    }

    private async Task<Report> RunAsync()
    {
        var apps = new List<(Feeder Feeder, Correspondents Writers)>();
        try
        {
            foreach (var folder in options.Apps)
                apps.Add(await StartAsync(folder));
            await MeasureAsync(apps);
            var endings = new Dictionary<string, AppEnding>();
            foreach (var (feeder, _) in apps)
                endings[feeder.App.Name] = new AppEnding(
                    _starts[feeder.App.Name],
                    feeder.App.Use.Peak,
                    GrowthOf(feeder.App.Name),
                    await feeder.Desk.ReadJournalAsync()
                );
            return EndToEndReport.Of(_blocks, endings, _noise);
        }
        finally
        {
            foreach (var (feeder, _) in apps)
            {
                await feeder.App.DisposeAsync();
                await feeder.Desk.DisposeAsync();
            }
        }
    }

    private double GrowthOf(string app)
    {
        var warm = _blocks.Where(block => block.App == app && block.Phase >= Phase.Warm).ToList();
        return warm[^1].Resident / warm[0].Resident;
    }

    private async Task<(Feeder, Correspondents)> StartAsync(NamedFolder folder)
    {
        var account = emulator.NewAccount();
        var desk = await Desk.OpenAsync(account.Connection);
        _starts[folder.Name] = [];
        // The first start fills the cache of the disk.
        for (var start = 0; start < Starts; start++)
        {
            await using var once = await App.StartAsync(folder, account, sink.Port);
            if (start > 0)
                _starts[folder.Name].Add(once.Start.TotalMilliseconds);
        }
        var app = await App.StartAsync(folder, account, sink.Port);
        _starts[folder.Name].Add(app.Start.TotalMilliseconds);
        var feeder = new Feeder(app, desk, emulator, sink);
        return (feeder, new Correspondents(feeder, options.MailSize));
    }

    private async Task MeasureAsync(IReadOnlyList<(Feeder Feeder, Correspondents Writers)> apps)
    {
        var mails = options.MailsOr(Mails);
        var cold = Math.Min(ColdMails, mails / 8);
        var warming = mails / 16;
        var each = Math.Max(1, (mails - cold - (4 * warming)) / (options.Rounds * Scenario.All.Count));
        foreach (var app in apps)
            await BlockAsync(app, Phase.Cold, Scenario.All[0], cold);
        foreach (var scenario in Scenario.All)
        {
            foreach (var app in apps)
            {
                await app.Writers.PrepareAsync(warming + (options.Rounds * (each + SingleMails)), scenario.Deliveries);
                await BlockAsync(app, Phase.Warming, scenario, warming);
            }
        }
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var scenario in Scenario.All)
            {
                foreach (var app in Turned(apps, round))
                {
                    await BlockAsync(app, Phase.Warm, scenario, each);
                    await BlockAsync(app, Phase.Single, scenario, Math.Min(each, SingleMails));
                }
            }
            _noise.EndRound();
        }
    }

    // Who comes first changes, so that none always follows the other.
    private static IEnumerable<T> Turned<T>(IReadOnlyList<T> all, int round) => round % 2 == 0 ? all : all.Reverse();

    private async Task BlockAsync(
        (Feeder Feeder, Correspondents Writers) app,
        Phase phase,
        Scenario scenario,
        int mails
    )
    {
        if (phase == Phase.Warm)
            _noise.Sample();
        var depth = phase == Phase.Single ? 1 : options.Depth;
        var block = await app.Feeder.RunAsync(phase, scenario, app.Writers.Take(scenario, mails), depth);
        _blocks.Add(block);
        Console.Error.WriteLine(
            FormattableString.Invariant($"{block.App, -10} {phase, -8} {scenario.Name, -24} {block.Mails, 5} mails  ")
                + FormattableString.Invariant($"{block.AppMilliseconds:F2} ms/mail  {block.Rate:F0} mails/s  ")
                + FormattableString.Invariant(
                    $"{block.Calls.Own / (double)block.Mails:F1} calls  {block.Resident:F0} MiB"
                )
        );
    }
}
