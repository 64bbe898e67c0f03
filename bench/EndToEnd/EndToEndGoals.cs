using Postern.Bench.Measuring;
using Postern.Bench.Reports;

namespace Postern.Bench.EndToEnd;

/// <summary>What the app that was given last is to reach; mail comes in by queue, as fetched mail does.</summary>
internal static class EndToEndGoals
{
    private const double RecordMilliseconds = 2;
    private const double ReplyMilliseconds = 6;
    private const double ColdMilliseconds = 6;
    private const double FasterThanBefore = 2;
    private const double StartMilliseconds = 1000;
    private const double PeakMebibytes = 180;

    /// <summary>Unevenness that is no growth.</summary>
    private const double FlatMemory = 1.1;

    public static IEnumerable<Goal> Of(IReadOnlyList<MailFigures> kinds, IReadOnlyDictionary<string, AppEnding> apps)
    {
        var (first, last) = (apps.Keys.First(), apps.Keys.Last());
        var (record, reply) = (Of(last, "warm, new record, queue"), Of(last, "warm, reply, 3 deliveries, queue"));
        yield return new Goal("new record, warm: ms of the app", RecordMilliseconds, record.Cpu.Median);
        yield return new Goal("reply with three deliveries, warm: ms of the app", ReplyMilliseconds, reply.Cpu.Median);
        yield return new Goal(
            "first 500 mails: ms of the app",
            ColdMilliseconds,
            kinds.First(kind => kind.App == last && kind.IsCold).Cpu.Median
        );
        yield return new Goal("new records a second, × before", FasterThanBefore, Faster(record), AtLeast: true);
        yield return new Goal("replies a second, × before", FasterThanBefore, Faster(reply), AtLeast: true);
        yield return new Goal("start, ms", StartMilliseconds, Percentile.Of(apps[last].Starts, 0.5));
        yield return new Goal("peak memory, MiB", PeakMebibytes, apps[last].Peak);
        yield return new Goal("memory at the end, × that when warm", FlatMemory, apps[last].Growth);

        MailFigures Of(string app, string name) => kinds.First(kind => kind.App == app && kind.Name == name);

        double Faster(MailFigures own) =>
            apps.Count > 1 ? own.Rate.Median / Of(first, own.Name).Rate.Median : double.NaN;
    }
}
