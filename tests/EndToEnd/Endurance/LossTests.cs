using System.Diagnostics;
using System.Globalization;
using Postern.Tests.Flows;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Endurance;

/// <summary>
/// Mails of many kinds on all ways into the running program, and posts and mass mail of programs, while instances are
/// killed, storage makes faults and is away, runs are doubled and cancelled, the configuration changes, threads are
/// deleted, and the mail server hangs, breaks off or turns mail away: no mail is lost, none misplaced, none left undone,
/// and none doubled but where a reply of the server was lost.
/// </summary>
[Collection(nameof(EndToEnd))]
public sealed class LossTests(ITestOutputHelper output)
{
    private const string Chaos = "twice=0.05,undeleted=0.05,cancel=0.05,lost-reply=0.01,busy=0.005";
    private const int Instances = 3;

    // 128 and the number of SIGKILL.
    private const int Killed = 137;

    // Kills begin when there is mail everywhere, and end while there is still some.
    private const double Earliest = 0.02;
    private const double Latest = 0.8;

    // An instance sends several mails at once, and a kill may hit each between its last byte and its outcome.
    private const int MostDoublesOfAKill = 2;

    // What all instances have just sent when storage goes away, and cannot note.
    private const int MostDoublesOfAnOutage = 16;

    // Deliveries wait so long for a killed run; longer than any step of one that lives.
    private static readonly (string, string) Lease = ("Timings__DeliveryLease", "00:00:20");

    // Shorter than the server hangs.
    private static readonly (string, string) Silence = ("Timings__SmtpFinalSilence", "00:00:10");

    [SkippableFact]
    [Trait("Speed", "Long")]
    public Task Of_1000_mails_none_is_lost_misplaced_or_left_and_none_doubled_unawares_over_20_kills() =>
        RunAsync(new Trial(1000, 20, Random.Shared.Next()));

    [SkippableFact]
    [Trait("Speed", "Endurance")]
    public Task Of_10000_mails_none_is_lost_misplaced_or_left_and_none_doubled_unawares_over_100_kills() =>
        RunAsync(new Trial(10_000, 100, Random.Shared.Next()).Resized());

    private async Task RunAsync(Trial trial)
    {
        output.WriteLine($"{trial}");
        var mailboxes = await MailServers.SharedAsync();
        await using var storage = await Azurite.StartAsync();
        await using var deployment = await Deployment.CreateAsync(
            storage,
            ("Tls__CaFile", mailboxes.AuthorityPath),
            Lease,
            Silence
        );
        using var ways = await MailWays.CreateAsync(deployment, mailboxes);
        var server = new UnreliableServer(deployment.Catcher, trial.Seed);
        var disturbances = new Disturbances(trial, deployment, storage);
        var correspondence = new Correspondence(
            trial,
            deployment,
            ways,
            server,
            new WaitingDeliveries(deployment),
            disturbances
        );
        var (killer, left) = await SendAsync(trial, deployment, correspondence, server);

        var stored = await Stored.ReadAsync(deployment);
        var deliveries = new DeliveryAccounts(correspondence.Ledger, stored, server);
        output.WriteLine(
            $"{server}, {deliveries.PossibleDoubles} possible doubles; storage away {disturbances.Outages} times, "
                + $"configuration changed {disturbances.Changes} times; "
                + string.Join(", ", stored.Journal.CountBy(entry => entry.State))
        );
        var mails = new MailAccounts(correspondence.Ledger, stored);
        var problems = mails.Problems().Concat(deliveries.Problems()).ToList();
        var first = string.Join('\n', problems.Take(20));
        Assert.True(problems.Count == 0, $"{left}; {problems.Count} problems of {trial}:\n{first}");
        Assert.Equal(new Settlement(0, 0, 0, 0), left);
        Assert.Equal((trial.Cases, 0), (correspondence.Ledger.Begun, correspondence.Ledger.Open));
        Assert.Equal(0, await ways.CountLeftAsync());
        Assert.Equal((trial.Kills, 2), (killer.Kills, disturbances.Outages));
        var mayDouble = (MostDoublesOfAKill * killer.Kills) + (MostDoublesOfAnOutage * disturbances.Outages);
        Assert.InRange(server.Doubles, 0, mayDouble + server.Unanswered);
    }

    private async Task<(InstanceKiller Killer, Settlement Left)> SendAsync(
        Trial trial,
        Deployment deployment,
        Correspondence correspondence,
        UnreliableServer server
    )
    {
        var (watch, random) = (Stopwatch.StartNew(), new Random(trial.Seed));
        await using var host = deployment.Start([
            "--instances",
            $"{Instances}",
            "--chaos",
            Chaos,
            "--seed",
            $"{trial.Seed}",
        ]);
        var killer = new InstanceKiller(host, random);
        server.OnMail = killer.OnMail;
        using var settled = new CancellationTokenSource();
        var kills = KillAsync(trial, server, killer, random, settled.Token);
        await correspondence.RunAsync();
        var left = await correspondence.SettleAsync();
        await settled.CancelAsync();
        await kills;
        var ended = host.ExitCodes;
        Assert.True(
            ended.All(code => code == Killed) && ended.Count <= killer.Kills,
            $"{killer.Kills} kills, but instances ended with {string.Join(", ", ended)}: {host.Crash}"
        );
        var seconds = watch.Elapsed.TotalSeconds;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{correspondence.Ledger.Mails.Count} mails in, {killer.Kills} kills, {killer.KillsAtAMail} of them at "
                    + $"a mail; {seconds:0} s, {server.Arrived / seconds:0.0} mails out a second; "
                    + $"peak of an instance {ProcessMemory.PeakOf(killer.Alive)} MiB"
            )
        );
        return (killer, left);
    }

    // Every other kill comes in the midst of a mail that is being sent.
    private static async Task KillAsync(
        Trial trial,
        UnreliableServer server,
        InstanceKiller killer,
        Random random,
        CancellationToken ended
    )
    {
        var moments = Enumerable
            .Range(0, trial.Kills)
            .Select(_ => (int)(trial.Arrivals * (Earliest + ((Latest - Earliest) * random.NextDouble()))))
            .Order()
            .ToList();
        for (var kill = 0; kill < trial.Kills && !ended.IsCancellationRequested; kill++)
        {
            var moment = moments[kill];
            await Eventually.TrueAsync(
                () => server.Arrived >= moment || ended.IsCancellationRequested,
                EndToEnd.Deadline * 6
            );
            if (kill % 2 == 0)
                killer.KillAtNextMail();
            else
                await killer.KillAsync();
            await Eventually.TrueAsync(() => killer.Kills > kill || ended.IsCancellationRequested, EndToEnd.Deadline);
        }
    }
}
