using Postern.Bench.EndToEnd;
using Postern.Bench.Reports;
using static Postern.Bench.Reports.ReportTable;

namespace Postern.Bench.Cost;

/// <summary>Tables and charts of <see cref="CostRun"/>.</summary>
internal static class CostReport
{
    private const int Many = 10_000_000;
    private const int Few = 100_000;
    private static readonly int[] Memories = [512, 2048];

    public static Report Of(IReadOnlyList<(Way Way, MailWork Work)> kinds, Prices prices)
    {
        List<MailWork> queued = [.. kinds.Where(kind => kind.Way == Way.Queue).Select(kind => kind.Work)];
        List<MailWork> pushed = [.. kinds.Where(kind => kind.Way == Way.Http).Select(kind => kind.Work)];
        var tables = new[]
        {
            Work([.. queued, .. pushed]),
            Totals("USD a million mails, taken in by queue.", queued, prices),
            Totals(
                "USD a million mails, taken in by HTTP: the function Intake has instances of its own.",
                pushed,
                prices
            ),
            Parts(queued, pushed, prices),
            Goal.TableOf(Goals(queued, pushed, prices)),
        };
        var charts = new Dictionary<string, BarChart>
        {
            ["million"] = Chart([.. queued, .. pushed], prices, Many),
            ["few"] = Chart([.. queued, .. pushed], prices, Few),
        };
        return new Report("cost", tables, charts, Noise: null) { Remarks = [CostModel.Formula] };
    }

    private static ReportTable Work(IReadOnlyList<MailWork> kinds)
    {
        var table = new ReportTable(
            "Calls to storage a mail, as the emulator counted them, and the functions that ran, with runs a mail and the "
                + "seconds of a run.",
            ["mail", "blob writes", "blob reads", "table", "queue", "own", "with the host's two a message", "runs × s"]
        );
        foreach (var kind in kinds)
            table.Add(
                kind.Name,
                Number(kind.BlobWrites),
                Number(kind.BlobReads),
                Number(kind.Tables),
                Number(kind.Messages + kind.OtherQueueCalls),
                Number(kind.OwnCalls),
                Number(kind.Calls),
                string.Join(
                    ", ",
                    kind.Runs.Select(runs => $"{runs.Function} {Number(runs.EachMail)} × {Number(runs.Seconds)}")
                )
            );
        return table;
    }

    private static ReportTable Totals(string title, IReadOnlyList<MailWork> kinds, Prices prices)
    {
        var columns = Settings().Select(one => $"{one.Memory:N0} MB, {one.Mails:N0} a month");
        var table = new ReportTable($"{title} In brackets what instances cost that work, of it.", ["mail", .. columns]);
        foreach (var kind in kinds)
            table.Add([
                kind.Name,
                .. Settings().Select(one => Cell(new CostModel(prices, one.Memory), kind, one.Mails)),
            ]);
        return table;

        static string Cell(CostModel model, MailWork kind, int mails)
        {
            var cost = model.Of(kind, mails).AMillion(mails);
            return $"{Number(cost.Together)} ({Number(cost.Awake)})";
        }
    }

    private static ReportTable Parts(IReadOnlyList<MailWork> queued, IReadOnlyList<MailWork> pushed, Prices prices)
    {
        var table = new ReportTable(
            $"The parts of it: USD a million mails at {Many:N0} a month with 2,048 MB.",
            ["mail", "calls", "empty polls", "runs", "instances", "vault", "raw mail", "telemetry", "fixed", "together"]
        );
        foreach (var kind in queued.Concat(pushed))
        {
            var cost = new CostModel(prices, Memories[^1]).Of(kind, Many).AMillion(Many);
            double[] parts =
            [
                cost.Calls,
                cost.Polls,
                cost.Runs,
                cost.Awake,
                cost.Vault,
                cost.Kept,
                cost.Telemetry,
                cost.Fixed,
                cost.Together,
            ];
            table.Add([kind.Name, .. parts.Select(Number)]);
        }
        return table;
    }

    private static IEnumerable<Goal> Goals(
        IReadOnlyList<MailWork> queued,
        IReadOnlyList<MailWork> pushed,
        Prices prices
    )
    {
        (int Memory, int Mails, double Limit)[] limits = [(512, Many, 12), (2048, Many, 22), (512, Few, 60)];
        foreach (var (memory, mails, limit) in limits)
        {
            foreach (var kind in queued.Where(kind => kind.Deliveries < 3))
                yield return new Goal(
                    FormattableString.Invariant($"{kind.Name}: USD a million, {mails:N0} a month, {memory:N0} MB"),
                    limit,
                    new CostModel(prices, memory).Of(kind, mails).AMillion(mails).Together
                );
        }
        (int Deliveries, double Limit)[] calls = [(0, 10), (1, 14), (3, 18)];
        foreach (var (deliveries, limit) in calls)
        {
            var kind = pushed.First(kind => kind.Deliveries == deliveries);
            yield return new Goal($"{kind.Name}: calls, with the host's", limit, kind.Calls);
        }
    }

    private static BarChart Chart(IReadOnlyList<MailWork> kinds, Prices prices, int mails)
    {
        var chart = new BarChart(
            FormattableString.Invariant($"USD a million mails at {mails:N0} a month"),
            [.. Memories.Select(memory => FormattableString.Invariant($"{memory:N0} MB"))]
        );
        foreach (var kind in kinds)
            chart.Add(
                kind.Name,
                [.. Memories.Select(memory => new CostModel(prices, memory).Of(kind, mails).AMillion(mails).Together)]
            );
        return chart;
    }

    private static IEnumerable<(int Memory, int Mails)> Settings() =>
        from mails in new[] { Many, Few }
        from memory in Memories
        select (memory, mails);
}
