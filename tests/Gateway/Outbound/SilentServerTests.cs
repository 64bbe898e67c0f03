using System.Diagnostics;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Outbound;

/// <summary>Servers that do not answer: they are left alone, and mail over other servers goes on.</summary>
public sealed class SilentServerTests(ITestOutputHelper output)
{
    private const int BatchSize = 16;
    private const int NewBatchThreshold = 8;
    private const int MailsEach = 12;

    // The clock stands still meanwhile, so a busy machine only makes the test longer.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("MAIL")]
    [InlineData("CONNECT")]
    public async Task Three_timeouts_park_a_server_and_the_first_mail_that_it_takes_opens_it(string silentAt)
    {
        await using var silent = new SilentServer(silentAt);
        await using var gateway = await StartAsync();
        await PutServerAsync(gateway, "silent", silent.Port);
        await PutAsync(gateway, "silent", 5);

        await SpendAsync(gateway, silent, gateway.DrainAsync());

        Assert.Equal(3, silent.Connections);
        var deliveries = await DeliveriesAsync(gateway, "silent", 5);
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryState.Waiting, delivery.State));
        Assert.Equal(2, deliveries.Count(delivery => delivery is { Problem: DeliveryProblem.Connection, Attempts: 1 }));
        Assert.Equal(3, deliveries.Count(delivery => delivery is { Problem: DeliveryProblem.Server, Attempts: 0 }));
        var health = await gateway.Get<HealthReader>().ReadAsync(default);
        Assert.Contains(
            health.Problems,
            problem => problem.Message.Contains("does not answer in time", StringComparison.Ordinal)
        );

        // One mail tests it after each pause, and the pauses grow.
        await SpendAsync(gateway, silent, gateway.AdvanceAsync(TimeSpan.FromSeconds(70)));
        Assert.Equal(4, silent.Connections);
        await SpendAsync(gateway, silent, gateway.AdvanceAsync(TimeSpan.FromSeconds(70)));
        Assert.Equal(4, silent.Connections);

        silent.Speaks = true;
        for (var minutes = 0; minutes < 40; minutes += 5)
            await gateway.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.All(
            await DeliveriesAsync(gateway, "silent", 5),
            delivery => Assert.Equal(DeliveryState.Sent, delivery.State)
        );
        Assert.DoesNotContain(
            (await gateway.Get<HealthReader>().ReadAsync(default)).Problems,
            problem => problem.Message.Contains("does not answer in time", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Two_silent_servers_do_not_hold_up_mail_over_another()
    {
        await using var gateway = await StartAsync();
        await using var first = new SilentServer("MAIL");
        await using var second = new SilentServer("MAIL");
        await PutServerAsync(gateway, "healthy", gateway.Catcher.Port);
        await PutServerAsync(gateway, "first", first.Port);
        await PutServerAsync(gateway, "second", second.Port);
        await PutAsync(gateway, "healthy", 1);
        await gateway.DrainAsync();
        using var stop = new CancellationTokenSource();
        var (begin, silence) = (gateway.Time.GetUtcNow(), new Stopwatch());
        var host = RunAsHostAsync(gateway, stop.Token);

        var alone = await MeasureAsync(1);
        await PutAsync(gateway, "first", MailsEach);
        await PutAsync(gateway, "second", MailsEach);
        silence.Start();
        var beside = await MeasureAsync(1 + MailsEach);
        const int mostTogether = NewBatchThreshold * 3 / 4;
        var waiting = await Eventually.ReadAsync(
            WaitingAsync,
            found => found.Count >= (2 * MailsEach) - mostTogether,
            Deadline
        );

        output.WriteLine(
            $"{MailsEach} mails over a server that answers: "
                + $"{alone.TotalSeconds:f1} s alone, {beside.TotalSeconds:f1} s beside two silent servers, "
                + $"which {first.Waiting + second.Waiting} mails wait for"
        );
        Assert.InRange(first.MostWaiting, 1, BatchSize / 4);
        Assert.InRange(second.MostWaiting, 1, BatchSize / 4);
        Assert.InRange(waiting.Count, (2 * MailsEach) - mostTogether, (2 * MailsEach) - 2);
        Assert.All(
            waiting,
            delivery =>
            {
                Assert.Equal((DeliveryProblem.Server, 0), (delivery.Problem, delivery.Attempts));
                Assert.Contains("answers slowly or not at all", delivery.Reply, StringComparison.Ordinal);
                Assert.NotNull(delivery.NextAttempt);
            }
        );
        await stop.CancelAsync();
        await first.DisposeAsync();
        await second.DisposeAsync();
        await host;

        async Task<TimeSpan> MeasureAsync(int from)
        {
            var watch = Stopwatch.StartNew();
            await PutAsync(gateway, "healthy", MailsEach, from);
            await Eventually.TrueAsync(
                () =>
                {
                    GoOn();
                    return gateway.Catcher.Mails.Count == from + MailsEach;
                },
                Deadline
            );
            return watch.Elapsed;
        }

        Task<IReadOnlyList<MessageDelivery>> WaitingAsync()
        {
            GoOn();
            return PutOffAsync(gateway, ["first", "second"]);
        }

        // The clock stands still before any mail to a silent server is given up.
        void GoOn()
        {
            var passed = silence.Elapsed < TimeSpan.FromSeconds(5) ? silence.Elapsed : TimeSpan.FromSeconds(5);
            if (begin + passed > gateway.Time.GetUtcNow())
                gateway.Time.SetUtcNow(begin + passed);
        }
    }

    private static async Task<IReadOnlyList<MessageDelivery>> PutOffAsync(TestGateway gateway, string[] servers)
    {
        var all = await Task.WhenAll(servers.Select(server => DeliveriesAsync(gateway, server, MailsEach)));
        return [.. all.SelectMany(found => found).Where(delivery => delivery.State == DeliveryState.Waiting)];
    }

    /// <summary>Receives batches as host.json says, each when no more than the threshold of runs is left.</summary>
    private static async Task RunAsHostAsync(TestGateway gateway, CancellationToken stop)
    {
        var running = new List<Task>();
        var stopped = Task.Delay(Timeout.Infinite, stop);
        while (!stop.IsCancellationRequested)
        {
            running.AddRange(await gateway.StartBatchAsync(QueueNames.OutboundMail, BatchSize));
            running.RemoveAll(run => run.IsCompletedSuccessfully);
            while (running.Count > NewBatchThreshold && !stop.IsCancellationRequested)
            {
                await Task.WhenAny([.. running, stopped]);
                running.RemoveAll(run => run.IsCompletedSuccessfully);
            }
        }
        await Task.WhenAll(running);
    }

    private static async Task<TestGateway> StartAsync()
    {
        var gateway = await TestGateway.StartAsync(settings =>
        {
            settings["Timings:SmtpSilence"] = "00:00:40";
            settings["Timings:SmtpShortSilence"] = "00:00:20";
        });
        await gateway.SetUpDeskAsync();
        // What a queue does with such a server; a run that makes a message leaves it alone after the first try.
        await gateway.QueueDeliveriesAsync();
        return gateway;
    }

    private static Task PutServerAsync(TestGateway gateway, string id, int port) =>
        gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            id,
            new OutgoingServer
            {
                Name = id,
                Host = "127.0.0.1",
                Port = port,
                Security = ConnectionSecurity.None,
            }
        );

    private static async Task PutAsync(TestGateway gateway, string server, int mails, int from = 0)
    {
        foreach (var mail in Enumerable.Range(from, mails))
        {
            var one = new OutboundMail
            {
                Id = $"{server}-{mail}",
                From = $"sam@{TestGateway.Domain}",
                To = [$"r{mail}@{server}.example"],
                Subject = $"{server} {mail}",
                Text = "Hi.",
                Server = server,
            };
            await gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, one, default);
        }
    }

    private static async Task<IReadOnlyList<MessageDelivery>> DeliveriesAsync(
        TestGateway gateway,
        string server,
        int mails
    )
    {
        var found = new List<MessageDelivery>();
        foreach (var mail in Enumerable.Range(0, mails))
        {
            var key = Postern.Core.Claims.ClaimKey.OfProgram(QueueNames.OutboundMail, $"{server}-{mail}");
            var token = ThreadToken.Create(key.Partition, key.Text, ThreadKey.OutboundModel, 0);
            var thread = new ThreadKey(ThreadKey.OutboundModel, token);
            if ((await gateway.MessagesAsync(thread)).Count > 0)
                found.AddRange(await gateway.DeliveriesAsync(thread));
        }
        return found;
    }

    /// <summary>Lets the clock go on while a mail waits for the server, until the work is done.</summary>
    private static async Task SpendAsync(TestGateway gateway, SilentServer server, Task work)
    {
        await Eventually.TrueAsync(
            () =>
            {
                if (server.Waiting > 0)
                    gateway.Time.Advance(TimeSpan.FromSeconds(10));
                return work.IsCompleted;
            },
            Deadline
        );
        await work;
    }
}
