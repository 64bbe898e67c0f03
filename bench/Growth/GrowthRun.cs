using Postern.Bench.EndToEnd;
using Postern.Bench.Measuring;
using Postern.Bench.Reports;
using static Postern.Bench.Reports.ReportTable;

namespace Postern.Bench.Growth;

/// <summary>
/// What a mail costs where there is little, and where there is much: both in turns, so that the machine is the same.
/// What belongs to a sender or a thread is compared within one app; what every mail reads, between apps.
/// </summary>
internal sealed class GrowthRun(BenchOptions options, Emulator emulator, MailSink sink)
{
    private const int Mails = 40;
    private const int Warming = 400;
    private readonly NoiseGate _noise = new();

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        await using var emulator = await Emulator.StartAsync();
        await using var sink = await MailSink.StartAsync();
        return await new GrowthRun(options, emulator, sink).RunAsync();
    }

    private async Task<Report> RunAsync()
    {
        await using var little = await StartAsync(_ => Task.CompletedTask);
        await using var aliases = await StartAsync(desk => Much.AliasesAsync(desk, Much.Aliases));
        await using var servers = await StartAsync(desk => Much.ServersAsync(desk, sink.Port, Much.Servers));
        await Much.ServersAsync(little.Desk, sink.Port, 1);
        await Much.ServersAsync(aliases.Desk, sink.Port, 1);
        await Much.AliasesAsync(little.Desk, 1);
        var cases = new List<GrowthCase>
        {
            new("aliases", $"2 and {Much.Aliases + 1:N0}", Records(little), Records(aliases)),
            new(
                "outgoing servers",
                $"1 and {Much.Servers:N0}",
                await RepliesAsync(little),
                await RepliesAsync(servers)
            ),
            await ThreadAsync(little),
            await HistoryAsync(little),
            await FollowersAsync(little),
        };
        foreach (var one in cases)
            await one.MeasureAsync(options.Rounds, options.MailsOr(Mails), _noise);
        return ReportOf(cases);
    }

    private async Task<Place> StartAsync(Func<Desk, Task> fill)
    {
        var account = emulator.NewAccount();
        var desk = await Desk.OpenAsync(account.Connection);
        await fill(desk);
        var app = await App.StartAsync(options.Apps[^1], account, sink.Port);
        var place = new Place(new Feeder(app, desk, emulator, sink), options);
        await place.WarmAsync(Warming);
        return place;
    }

    private static GrowthSide Records(Place place) => new(place, 1, place.Records);

    private async Task<GrowthSide> RepliesAsync(Place place)
    {
        await place.PrepareAsync((options.Rounds + 1) * options.MailsOr(Mails), 1);
        return new(place, 1, count => place.Replies(count, 1), 1);
    }

    private static async Task<GrowthCase> ThreadAsync(Place place)
    {
        var (few, many) = (await place.ThreadAsync("few", 2), await place.ThreadAsync("many", 2));
        await Much.MessagesAsync(place.Desk, few.Key, Much.FewMessages);
        await Much.MessagesAsync(place.Desk, many.Key, Much.Messages);
        return new(
            "messages of a thread",
            $"{Much.FewMessages} and {Much.Messages:N0}",
            new(place, 1, few.Replies, 1),
            new(place, 1, many.Replies, 1)
        );
    }

    private async Task<GrowthCase> HistoryAsync(Place place)
    {
        // Beyond its limit on one thread a sender is stopped.
        var threads = ((options.Rounds + 1) * options.MailsOr(Mails) / 15) + 1;
        const string few = "few@customer.example";
        const string many = "many@customer.example";
        var (answersOfFew, answersOfMany) = (
            await place.SenderAsync(few, threads),
            await place.SenderAsync(many, threads)
        );
        await Much.HistoryAsync(place.Desk, few, Much.FewMails);
        await Much.HistoryAsync(place.Desk, many, Much.MailsOfSender);
        return new(
            "earlier mails of the sender",
            $"{Much.FewMails} and {Much.MailsOfSender:N0}",
            new(place, 1, answersOfFew, 1),
            new(place, 1, answersOfMany, 1)
        );
    }

    private static async Task<GrowthCase> FollowersAsync(Place place)
    {
        var (few, many) = (await place.ThreadAsync("three", 4), await place.ThreadAsync("thousand", 4));
        await Much.FollowersAsync(place.Desk, many.Key, Much.Followers - 3);
        return new(
            "followers, of each delivery",
            $"3 and {Much.Followers:N0}",
            new(place, 3, few.Replies, 3),
            new(place, Much.Followers, many.Replies, Much.Followers) { Most = 1 }
        )
        {
            MostRounds = 3,
        };
    }

    private Report ReportOf(IReadOnlyList<GrowthCase> cases)
    {
        var table = new ReportTable(
            "Processor time of the app in ms a mail (followers: a delivery), median of the rounds; both sides took turns.",
            ["what", "little and much", "little", "much", "ratio (least to most)", "calls, little", "calls, much"]
        );
        var chart = new BarChart("Processor time with much of it, as a multiple of that with little", ["ratio"]);
        foreach (var one in cases)
        {
            table.Add(
                one.What,
                one.Sizes,
                Number(one.Little.Median),
                Number(one.Much.Median),
                $"{Number(one.Ratio.Median)} ({Number(one.Ratio.Min)}–{Number(one.Ratio.Max)})",
                Number(one.LittleCalls),
                Number(one.MuchCalls)
            );
            chart.Add($"{one.What}, {one.Sizes}", one.Ratio.Median);
        }
        return new Report("growth", [table], new Dictionary<string, BarChart> { ["ratio"] = chart }, _noise);
    }
}
