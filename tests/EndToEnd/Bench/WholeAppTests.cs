using Postern.Bench;
using Postern.Bench.EndToEnd;

namespace Postern.Tests.Bench;

/// <summary>The benchmark's own way through a whole app: with few mails, for what comes out and not for how fast.</summary>
[Collection(nameof(Flows.EndToEnd))]
[Trait("Speed", "Long")]
public sealed class WholeAppTests
{
    private const int Mails = 8;

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    public async Task Every_mail_is_measured_to_its_end(bool pushed, int deliveries)
    {
        await using var emulator = await Emulator.StartAsync();
        await using var sink = await MailSink.StartAsync();
        var account = emulator.NewAccount();
        await using var desk = await Desk.OpenAsync(account.Connection);
        await using var app = await App.StartAsync(new("now", AppContext.BaseDirectory), account, sink.Port);
        var feeder = new Feeder(app, desk, emulator, sink);
        var writers = new Correspondents(feeder, size: 500);
        await writers.PrepareAsync(Mails, deliveries);

        var scenario = new Scenario(pushed ? Way.Http : Way.Queue, deliveries);
        var block = await feeder.RunAsync(Phase.Warm, scenario, writers.Take(scenario, Mails), depth: 4);

        Assert.Equal((Mails, Mails * deliveries), (block.Mails, block.Received.Count));
        var latencies = block.Latencies(await desk.ReadJournalAsync()).ToList();
        Assert.Equal(Mails, latencies.Count);
        Assert.All(latencies, latency => Assert.InRange(latency, 1, 100_000));
        Assert.Equal(Mails, block.Calls.Runs("inbound-mail"));
        Assert.InRange(block.Calls.Own, Mails * 5, Mails * 60);
        Assert.InRange(block.Calls.SecondsOfRun("inbound-mail"), 0.001, 100);
        Assert.InRange(block.AppCpu.TotalMilliseconds, 10, 60_000);
        Assert.InRange(block.Resident, 10, 2_000);
    }

    [Fact]
    public void Options_name_apps_and_what_is_not_known_is_an_error()
    {
        var options = BenchOptions.Parse(["--what", "end-to-end", "--app", "before=/a,/b/now", "--noise", "accept"]);

        Assert.Equal([new("before", "/a"), new("now", "/b/now")], options.Apps);
        Assert.True(options.NoiseAccepted);
        Assert.Equal((10_000, 4_000), (options.MailsOr(10_000), options.Mails));
        Assert.Throws<ArgumentException>(() => BenchOptions.Parse(["--noise", "perhaps"]));
    }
}
