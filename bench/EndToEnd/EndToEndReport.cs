using Postern.Bench.Measuring;
using Postern.Bench.Reports;
using static Postern.Bench.Reports.ReportTable;

namespace Postern.Bench.EndToEnd;

/// <summary>Tables and charts of <see cref="EndToEndRun"/>.</summary>
internal static class EndToEndReport
{
    public static Report Of(IReadOnlyList<Block> blocks, IReadOnlyDictionary<string, AppEnding> apps, NoiseGate noise)
    {
        var kinds = blocks
            .Where(block => block.Phase is Phase.Cold or Phase.Warm)
            .GroupBy(block => (block.App, block.Phase, block.Scenario))
            .Select(kind => new MailFigures([.. kind], SinglesLike(kind.First(), blocks), apps[kind.Key.App]))
            .ToList();
        List<ReportTable> tables = [Times(kinds), Processes(blocks, apps)];
        if (apps.Count > 1)
            tables.Add(Ratios(kinds, [.. apps.Keys]));
        tables.Add(Goal.TableOf(EndToEndGoals.Of(kinds, apps)));
        var charts = new Dictionary<string, BarChart>
        {
            ["cpu"] = Chart("Processor time of the app a mail, in ms", kinds, [.. apps.Keys], kind => kind.Cpu.Median),
            ["rate"] = Chart("Mails a second", kinds, [.. apps.Keys], kind => kind.Rate.Median),
            ["latency"] = Chart(
                "Median of a single mail from hand-in to the end, in ms",
                kinds,
                [.. apps.Keys],
                kind => kind.Single50
            ),
        };
        return new Report("end-to-end", tables, charts, noise);
    }

    private static List<Block> SinglesLike(Block kind, IEnumerable<Block> blocks) =>
        kind.Phase == Phase.Warm
            ?
            [
                .. blocks.Where(block =>
                    block.Phase == Phase.Single && (block.App, block.Scenario) == (kind.App, kind.Scenario)
                ),
            ]
            : [];

    private static ReportTable Times(IEnumerable<MailFigures> kinds)
    {
        var table = new ReportTable(
            "A mail from its hand-in to the last byte of its last delivery (new record: to its entry in the journal); "
                + "processor time in ms a mail, median of the rounds (least to most). While mails wait in line, p50 follows from how "
                + "many do; a single mail is handed in when the one before is done, and waits for the next poll of its queue.",
            [
                "app, phase, mail",
                "mails",
                "app",
                "emulator",
                "sink",
                "mails/s",
                "p50, p99 ms",
                "p50, p99 ms, single",
                "own calls",
                "runs",
            ]
        );
        foreach (var kind in kinds)
            table.Add(
                $"{kind.App}, {kind.Name}",
                $"{kind.Mails}",
                $"{Number(kind.Cpu.Median)} ({Number(kind.Cpu.Min)}–{Number(kind.Cpu.Max)})",
                Number(kind.Emulator),
                Number(kind.Sink),
                Number(kind.Rate.Median),
                $"{Number(kind.P50)}, {Number(kind.P99)}",
                $"{Number(kind.Single50)}, {Number(kind.Single99)}",
                Number(kind.Calls),
                Number(kind.Runs)
            );
        return table;
    }

    private static ReportTable Processes(IReadOnlyList<Block> blocks, IReadOnlyDictionary<string, AppEnding> apps)
    {
        var table = new ReportTable(
            "The process: start to the first answer that reads storage (median), and resident memory.",
            ["app", "start ms", "MiB when cold", "MiB when warm", "MiB at the end", "peak MiB", "mails"]
        );
        foreach (var (name, app) in apps)
        {
            var own = blocks.Where(block => block.App == name).ToList();
            table.Add(
                name,
                Number(Percentile.Of(app.Starts, 0.5)),
                Number(own[0].Resident),
                Number(own.First(block => block.Phase == Phase.Warm).Resident),
                Number(own[^1].Resident),
                Number(app.Peak),
                $"{own.Sum(block => block.Mails)}"
            );
        }
        return table;
    }

    private static ReportTable Ratios(IReadOnlyList<MailFigures> kinds, string[] apps)
    {
        var table = new ReportTable(
            $"{apps[^1]} compared with {apps[0]}, in the same rounds.",
            ["phase, mail", "processor time", "mails/s", "p50 of a single mail"]
        );
        foreach (var own in kinds.Where(kind => kind.App == apps[^1]))
        {
            var other = kinds.First(kind => kind.App == apps[0] && kind.Name == own.Name);
            table.Add(
                own.Name,
                $"× {Number(own.Cpu.Median / other.Cpu.Median)}",
                $"× {Number(own.Rate.Median / other.Rate.Median)}",
                $"× {Number(own.Single50 / other.Single50)}"
            );
        }
        return table;
    }

    private static BarChart Chart(
        string title,
        IReadOnlyList<MailFigures> kinds,
        string[] apps,
        Func<MailFigures, double> value
    )
    {
        var chart = new BarChart(title, apps);
        foreach (var kind in kinds.GroupBy(kind => kind.Name))
            chart.Add(
                kind.Key,
                [.. apps.Select(app => kind.FirstOrDefault(one => one.App == app) is { } own ? value(own) : double.NaN)]
            );
        return chart;
    }
}
