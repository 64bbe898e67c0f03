using Microsoft.Extensions.Time.Testing;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Health;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;
using Postern.Gateway.Throttling;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Outbound;

/// <summary>Servers' limits over several instances, and servers that want no mail for a while.</summary>
public sealed class LimitTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Speed", "Long")]
    public async Task Two_instances_keep_within_30_a_minute_and_3_connections_and_use_95_percent()
    {
        const int rate = 30;
        const int connections = 3;
        const int minutes = 6;
        const int mails = 200;
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var first = await TestGateway.StartAsync(storage, time, null);
        await using var second = await TestGateway.StartAsync(storage, time, null);
        await first.SetUpDeskAsync();
        await first.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "relay",
            Server("Relay", first.Catcher) with
            {
                RatePerMinute = rate,
                Connections = connections,
            }
        );
        var (perMinute, refused, most) = (new int[minutes + 5], 0, 0);
        var counting = new Lock();
        var start = new DateTimeOffset(2026, 11, 23, 9, 1, 0, TimeSpan.Zero);
        first.Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseConnection = () =>
            {
                lock (counting)
                {
                    most = Math.Max(most, first.Catcher.Open);
                    if (first.Catcher.Open <= connections)
                        return null;
                    refused++;
                    return "421 4.7.0 Too many connections";
                }
            },
            RefuseRecipient = (_, _) =>
            {
                lock (counting)
                {
                    if (++perMinute[(int)(time.GetUtcNow() - start).TotalMinutes] <= rate)
                        return null;
                    refused++;
                    return "450 4.7.1 Too many recipients this minute";
                }
            },
        };
        for (var batch = 0; batch < 4; batch++)
            await PutAsync(
                first,
                QueueNames.OutboundMail,
                $"m{batch}",
                Enumerable.Range(0, mails / 4).Select(i => $"r{batch}-{i}@a.example")
            );
        time.SetUtcNow(start);

        for (var step = 0; step < (minutes + 1) * 4; step++)
        {
            await first.Get<Housekeeper>().RunAsync(default);
            await DrainTogetherAsync(first, second);
            time.Advance(TimeSpan.FromSeconds(15));
        }

        var used = perMinute.Take(minutes).Sum();
        output.WriteLine(
            $"a minute: {string.Join(' ', perMinute)}; {used} of {minutes * rate} used "
                + $"({used * 100.0 / (minutes * rate):f1} %), {refused} refused, "
                + $"at most {most} connections at once, {first.Catcher.Connections} made"
        );
        Assert.Equal(0, refused);
        Assert.InRange(used, (int)Math.Ceiling(0.95 * minutes * rate), minutes * rate);
        Assert.Equal(
            mails,
            first.Catcher.Mails.Select(mail => Assert.Single(mail.Envelope.Recipients)).Distinct().Count()
        );
        Assert.Equal(mails, first.Catcher.Mails.Count);
    }

    [Fact]
    public async Task Beyond_the_daily_limit_mail_waits_with_the_reason_and_goes_when_a_day_has_passed()
    {
        await using var gateway = await TestGateway.StartAsync(settings => settings["DefaultServer:DailyLimit"] = "5");
        await gateway.SetUpDeskAsync();
        await PutAsync(gateway, QueueNames.OutboundMail, "m1", Enumerable.Range(0, 4).Select(i => $"r{i}@a.example"));
        await gateway.DrainAsync();
        Assert.Contains(
            "4 of its 5",
            Assert.Single((await HealthAsync(gateway)).Problems).Message,
            StringComparison.Ordinal
        );

        var threads = await PutAsync(
            gateway,
            QueueNames.OutboundMail,
            "m2",
            ["s0@a.example", "s1@a.example", "s2@a.example"]
        );
        await gateway.DrainAsync();

        Assert.Equal(5, gateway.Sent.Count);
        var waiting = (await threads()).Where(delivery => delivery.State == DeliveryState.Waiting).ToList();
        Assert.Equal(2, waiting.Count);
        Assert.All(
            waiting,
            delivery =>
            {
                Assert.Equal((DeliveryProblem.Limit, 0), (delivery.Problem, delivery.Attempts));
                Assert.Contains("5 of 5 recipients in 24 hours", delivery.Reply, StringComparison.Ordinal);
            }
        );
        Assert.Contains(
            "has used all",
            Assert.Single((await HealthAsync(gateway)).Problems).Message,
            StringComparison.Ordinal
        );
        await gateway.AdvanceAsync(TimeSpan.FromHours(23));
        Assert.Equal(5, gateway.Sent.Count);

        await gateway.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(7, gateway.Sent.Count);
        Assert.All(
            await threads(),
            delivery => Assert.Equal((DeliveryState.Sent, 1), (delivery.State, delivery.Attempts))
        );
    }

    [Fact]
    public async Task Mass_mail_leaves_a_tenth_of_the_daily_limit_to_other_mail()
    {
        await using var gateway = await TestGateway.StartAsync(settings => settings["DefaultServer:DailyLimit"] = "20");
        await gateway.SetUpDeskAsync();
        await PutAsync(
            gateway,
            QueueNames.OutboundBulk,
            "bulk",
            Enumerable.Range(0, 30).Select(i => $"r{i}@a.example")
        );
        await gateway.DrainAsync();
        Assert.Equal(18, gateway.Sent.Count);

        await PutAsync(gateway, QueueNames.OutboundMail, "reply", ["customer@a.example"]);
        await gateway.DrainAsync();

        Assert.Equal(19, gateway.Sent.Count);
    }

    [Theory]
    [InlineData("421 4.7.0 Try again later")]
    [InlineData("432 4.3.2 Concurrent connections")]
    [InlineData("450 4.7.28 Our system has detected an unusual rate of mail")]
    public async Task A_limit_reply_parks_the_server_on_all_instances_and_is_no_attempt(string reply)
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var busy = true;
        var asked = 0;
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseRecipient = (_, _) => Interlocked.Increment(ref asked) > 0 && busy ? reply : null,
        };
        var deliveries = await PutAsync(
            gateway,
            QueueNames.OutboundMail,
            "m1",
            ["a@a.example", "b@a.example", "c@a.example"]
        );
        await gateway.DrainAsync();

        Assert.InRange(asked, 1, 2);
        Assert.All(
            await deliveries(),
            delivery =>
                Assert.Equal(
                    (DeliveryState.Waiting, DeliveryProblem.Server, 0),
                    (delivery.State, delivery.Problem, delivery.Attempts)
                )
        );
        Assert.Contains(
            "parked",
            Assert.Single((await HealthAsync(gateway)).Problems).Message,
            StringComparison.Ordinal
        );

        // The pause over, one mail tries it; it is parked again, for longer.
        asked = 0;
        await gateway.AdvanceAsync(TimeSpan.FromSeconds(61));
        Assert.InRange(asked, 1, 2);
        await gateway.AdvanceAsync(TimeSpan.FromSeconds(61));
        Assert.InRange(asked, 1, 2);

        busy = false;
        for (var minute = 0; minute < 6; minute++)
            await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.All(
            await deliveries(),
            delivery => Assert.Equal((DeliveryState.Sent, 1), (delivery.State, delivery.Attempts))
        );
        Assert.Empty((await HealthAsync(gateway)).Problems);
    }

    [Fact]
    public async Task What_one_instance_learns_of_a_server_the_other_knows_within_seconds()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var first = await TestGateway.StartAsync(storage, time, null);
        await using var second = await TestGateway.StartAsync(storage, time, null);
        await first.SetUpDeskAsync();
        await first.PutAsync(ConfigurationKinds.OutgoingServer, "a", Server("A", first.Catcher) with { Priority = 1 });
        await first.PutAsync(ConfigurationKinds.OutgoingServer, "b", Server("B", second.Catcher) with { Priority = 2 });
        first.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => "421 4.7.0 Try again later" };
        await second.Get<ServerHealthStore>().GetAsync(default);
        await PutAsync(first, QueueNames.OutboundMail, "m1", ["a@a.example"]);
        await first.DrainAsync();
        Assert.Single(second.Catcher.Mails);
        var before = first.Catcher.Connections;

        time.Advance(TimeSpan.FromSeconds(6));
        var deliveries = await PutAsync(second, QueueNames.OutboundMail, "m2", ["b@a.example"]);
        await second.DrainAsync();

        Assert.Equal(before, first.Catcher.Connections);
        Assert.Equal(
            (DeliveryState.Sent, "b"),
            (Assert.Single(await deliveries()).State, Assert.Single(await deliveries()).Server)
        );
    }

    [Fact]
    public async Task Refused_credentials_keep_mail_waiting_until_the_record_is_mended()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { Extensions = ["AUTH PLAIN"] };
        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "relay",
            Server("Relay", gateway.Catcher) with
            {
                UserName = "desk",
            }
        );
        var deliveries = await PutAsync(gateway, QueueNames.OutboundMail, "m1", ["a@a.example"]);
        await gateway.DrainAsync();

        var waiting = Assert.Single(await deliveries());
        Assert.Equal(
            (DeliveryState.Waiting, DeliveryProblem.Authentication, 0),
            (waiting.State, waiting.Problem, waiting.Attempts)
        );
        Assert.Contains(
            "refuses our credentials",
            Assert.Single((await HealthAsync(gateway)).Problems).Message,
            StringComparison.Ordinal
        );

        await gateway.PutAsync(ConfigurationKinds.OutgoingServer, "relay", Server("Relay", gateway.Catcher));
        await gateway.Get<ServerHealthStore>().ForgetAsync("relay", default);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(6));
        Assert.Equal(DeliveryState.Sent, Assert.Single(await deliveries()).State);
    }

    [Fact]
    public async Task The_same_refusal_for_five_recipients_opens_the_circuit_and_one_mail_tries_again_later()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var blocked = true;
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ =>
                blocked ? SmtpDataAnswer.Refuse("550 5.7.1 Your network is on our block list") : SmtpDataAnswer.Accept,
        };
        var deliveries = await PutAsync(
            gateway,
            QueueNames.OutboundMail,
            "m1",
            Enumerable.Range(0, 9).Select(i => $"r{i}@a.example")
        );
        await gateway.DrainAsync();

        Assert.Equal(5, (await deliveries()).Count(delivery => delivery.State == DeliveryState.Failed));
        Assert.Equal(
            4,
            (await deliveries()).Count(delivery =>
                delivery is { State: DeliveryState.Waiting, Problem: DeliveryProblem.Server, Attempts: 0 }
            )
        );

        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(5, (await deliveries()).Count(delivery => delivery.State == DeliveryState.Failed));
        Assert.Equal(
            1,
            (await deliveries()).Count(delivery => delivery is { State: DeliveryState.Waiting, Attempts: 1 })
        );

        blocked = false;
        for (var minutes = 0; minutes < 60; minutes += 5)
            await gateway.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(4, (await deliveries()).Count(delivery => delivery.State == DeliveryState.Sent));
    }

    [Fact]
    public async Task Unknown_recipients_however_many_say_nothing_of_the_server()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => "550 5.1.1 No such user" };
        var deliveries = await PutAsync(
            gateway,
            QueueNames.OutboundMail,
            "m1",
            Enumerable.Range(0, 9).Select(i => $"r{i}@a.example")
        );
        await gateway.DrainAsync();
        Assert.All(
            await deliveries(),
            delivery =>
                Assert.Equal((DeliveryState.Failed, DeliveryProblem.Recipient), (delivery.State, delivery.Problem))
        );
    }

    private static OutgoingServer Server(string name, SmtpCatcher catcher) =>
        new()
        {
            Name = name,
            Host = "127.0.0.1",
            Port = catcher.Port,
            Security = ConnectionSecurity.None,
        };

    private static Task<HealthReport> HealthAsync(TestGateway gateway) =>
        gateway.Get<HealthReader>().ReadAsync(default);

    /// <summary>Puts a mail and stores its deliveries; returns how to read them.</summary>
    private static async Task<Func<Task<IReadOnlyList<MessageDelivery>>>> PutAsync(
        TestGateway gateway,
        string queue,
        string id,
        IEnumerable<string> recipients
    )
    {
        await gateway
            .Get<MailQueues>()
            .PutAsync(
                queue,
                new OutboundMail
                {
                    Id = id,
                    From = $"sam@{TestGateway.Domain}",
                    To = [.. recipients],
                    Subject = id,
                    Text = "Hi.",
                },
                default
            );
        return () => gateway.DeliveriesAsync(ThreadOf(id));
    }

    private static ThreadKey ThreadOf(string id)
    {
        var key = Postern.Core.Claims.ClaimKey.OfProgram(QueueNames.OutboundMail, id);
        return new ThreadKey(
            ThreadKey.OutboundModel,
            ThreadToken.Create(key.Partition, key.Text, ThreadKey.OutboundModel, 0)
        );
    }

    /// <summary>Runs the functions of both instances side by side until the queue is empty.</summary>
    private static async Task DrainTogetherAsync(params TestGateway[] instances)
    {
        int[] counts;
        do
        {
            counts = await Task.WhenAll(
                instances.SelectMany(instance =>
                    Enumerable.Range(0, 4).Select(_ => instance.StepAsync(QueueNames.OutboundMail))
                )
            );
        } while (counts.Sum() > 0);
    }
}
