using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Limits;
using Postern.Core.Threads;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Throttling;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using static Postern.Tests.Outbound.ProgramMail;

namespace Postern.Tests.Outbound;

/// <summary>What waits for a server goes on when the reason is gone or a person says so.</summary>
public sealed class WaitingReleaseTests
{
    private const string Relay = "relay";

    [Fact]
    public async Task Mail_that_waits_for_a_daily_limit_goes_on_within_two_minutes_of_its_being_raised()
    {
        await using var gateway = await LimitedAsync(2);
        var mail = await SendAsync(gateway, "m1", null, Recipients(5));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((2, 3), await mail.CountAsync());
        var booked = (await mail.ListAsync()).Max(delivery => delivery.NextAttempt);

        await PutRelayAsync(gateway, limit: 4);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((4, 1), await mail.CountAsync());
        // It keeps its place, and is looked at then.
        var left = Assert.Single(await mail.ListAsync(), delivery => delivery.State == DeliveryState.Waiting);
        Assert.Equal((DeliveryProblem.Limit, Relay), (left.Problem, left.WaitsFor));
        Assert.InRange(left.NextAttempt!.Value, gateway.Time.GetUtcNow(), booked!.Value);
        Assert.Contains("4 of 4 recipients in 24 hours", left.Reply, StringComparison.Ordinal);
        await gateway.AdvanceAsync(TimeSpan.FromHours(26));
        Assert.Equal((5, 0), await mail.CountAsync());
        Assert.Equal(5, gateway.Sent.Count);
    }

    [Fact]
    public async Task Mail_that_waits_for_a_daily_limit_goes_on_when_another_server_is_chosen()
    {
        await using var gateway = await LimitedAsync(1);
        var mail = await SendAsync(gateway, "m1", null, Recipients(3));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 2), await mail.CountAsync());

        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "other",
            Through(gateway.Catcher) with
            {
                Priority = 1,
            }
        );
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["other", "other", Relay], (await mail.ListAsync()).Select(delivery => delivery.Server).Order());
        Assert.Equal((3, 0), await mail.CountAsync());
    }

    [Fact]
    public async Task Mail_that_waits_for_a_server_that_was_not_reached_goes_on_when_its_record_is_mended()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            Relay,
            Through(gateway.Catcher) with
            {
                Port = FreePorts.Take(1)[0],
            }
        );
        var mail = await SendAsync(gateway, "m1", null, Recipients(2));
        await gateway.AdvanceAsync(TimeSpan.FromHours(9));
        var waiting = (await mail.ListAsync())[0];
        Assert.Equal((DeliveryState.Waiting, DeliveryProblem.Connection), (waiting.State, waiting.Problem));
        Assert.True(waiting.NextAttempt > gateway.Time.GetUtcNow().AddMinutes(10));

        await PutRelayAsync(gateway, limit: null);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((2, 0), await mail.CountAsync());
    }

    [Fact]
    public async Task What_a_killed_instance_has_taken_of_a_limit_comes_back_within_minutes()
    {
        await using var gateway = await LimitedAsync(10);
        var (now, taken) = (gateway.Time.GetUtcNow(), new List<LentBlock>());
        taken.Add(new LentBlock("killed", 10, now, now.AddMinutes(3)));
        await gateway
            .Get<LimitStore>()
            .ChangeUsageAsync(
                Relay,
                usage => new QuotaAnswer(usage.Count(10, now, now) with { Lent = taken }),
                default
            );

        var mail = await SendAsync(gateway, "m1", null, Recipients(2));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 2), await mail.CountAsync());
        for (var minutes = 0; minutes < 4; minutes++)
            await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((2, 0), await mail.CountAsync());
    }

    [Fact]
    public async Task A_block_that_could_not_be_accounted_for_is_accounted_for_later()
    {
        await using var gateway = await TestGateway.StartAsync();
        var server = Through(gateway.Catcher) with { Id = Relay, DailyLimit = 1000 };
        var store = gateway.Get<LimitStore>();
        var quotas = new SendQuotas(store, gateway.Time, NullLogger<SendQuotas>.Instance);
        var table = gateway.Get<GatewayStorage>().Table(TableNames.Limits);
        // One recipient, and one of the next two.
        Assert.Null(await quotas.TakeAsync(server, false, null, default));
        Assert.Null(await quotas.TakeAsync(server, false, null, default));

        await table.DeleteAsync();
        await quotas.DisposeAsync();
        await table.CreateAsync();
        await quotas.DisposeAsync();

        Assert.Equal(1, (await store.FindUsageAsync(Relay, default)).LastDay(gateway.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Settings_that_choose_no_server_move_no_mail()
    {
        await using var gateway = await LimitedAsync(1);
        var mail = await SendAsync(gateway, "m1", null, Recipients(2));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        var before = await mail.ListAsync();

        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.fetch.minutes", "7");
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(before, await mail.ListAsync());
    }

    [Fact]
    public async Task A_person_s_retry_tries_a_waiting_mail_at_once_and_breaks_no_limit()
    {
        await using var gateway = await LimitedAsync(1);
        var failures = gateway.Get<DeliveryFailures>();
        var mail = await SendAsync(gateway, "m1", null, Recipients(2));
        var waiting = Assert.Single(await mail.ListAsync(), delivery => delivery.State == DeliveryState.Waiting);

        Assert.Equal(new RetryResult(), await failures.RetryAsync(mail.Thread, DeliveryId.Of(waiting), default));
        await gateway.DrainAsync();
        Assert.Equal((1, 1), await mail.CountAsync());
        var again = Assert.Single(await mail.ListAsync(), delivery => delivery.State == DeliveryState.Waiting);
        Assert.Equal((waiting.NextAttempt, waiting.Reply), (again.NextAttempt, again.Reply));

        await PutRelayAsync(gateway, limit: 2);
        Assert.Equal(new RetryResult(), await failures.RetryAsync(mail.Thread, DeliveryId.Of(waiting), default));
        await gateway.DrainAsync();

        Assert.Equal((2, 0), await mail.CountAsync());
        Assert.Equal(
            new RetryResult(Refusal: "A server has accepted it."),
            await failures.RetryAsync(mail.Thread, DeliveryId.Of(waiting), default)
        );
    }

    [Fact]
    public async Task A_person_s_retry_does_not_wait_for_the_next_attempt()
    {
        await using var gateway = await LimitedAsync(null);
        var reply = "451 4.7.1 Greylisted";
        gateway.Catcher.Behaviour = new() { RefuseRecipient = (_, _) => reply };
        var mail = await SendAsync(gateway, "m1", null, Recipients(1));
        reply = null;

        await gateway.Get<DeliveryFailures>().RetryAsync(mail.Thread, DeliveryId.Of(await mail.OnlyAsync()), default);
        await gateway.DrainAsync();

        Assert.Equal((DeliveryState.Sent, 2), ((await mail.OnlyAsync()).State, (await mail.OnlyAsync()).Attempts));
    }

    [Fact]
    public async Task All_mail_that_waits_for_a_server_is_released_at_once_and_the_limit_keeps_what_it_must()
    {
        await using var gateway = await LimitedAsync(2);
        var mail = await SendAsync(gateway, "m1", null, Recipients(6));
        Assert.Equal((2, 4), await mail.CountAsync());
        await PutRelayAsync(gateway, limit: 5);
        var releases = gateway.Get<WaitingReleases>();

        Assert.Equal(4, await releases.ReleaseAsync(Relay, default));
        await gateway.DrainAsync();

        Assert.Equal((5, 1), await mail.CountAsync());
        Assert.Equal(0, await releases.ReleaseAsync("another", default));
        // What waits again is not released by the same word for ever.
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.DoesNotContain(
            await gateway.Get<LimitStore>().ListReleasesAsync(default),
            release => release.Server == Relay
        );
        Assert.Equal((5, 1), await mail.CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pause_of_a_server_ends_with_a_release_or_when_its_record_is_saved_again(bool isReleased)
    {
        await using var gateway = await LimitedAsync(null);
        var reply = "421 4.7.0 Try again later";
        gateway.Catcher.Behaviour = new() { RefuseRecipient = (_, _) => reply };
        var mail = await SendAsync(gateway, "m1", null, Recipients(3));
        Assert.All(
            await mail.ListAsync(),
            delivery => Assert.Equal((DeliveryProblem.Server, Relay), (delivery.Problem, delivery.WaitsFor))
        );
        reply = null;
        gateway.Time.Advance(TimeSpan.FromSeconds(1));

        var releases = gateway.Get<WaitingReleases>();
        if (isReleased)
            Assert.Equal(3, await releases.ReleaseAsync(Relay, default));
        else
            await releases.BeginAsync(Relay, default);
        await gateway.DrainAsync();
        await gateway.AdvanceAsync(TimeSpan.FromSeconds(6));

        Assert.Equal((3, 0), await mail.CountAsync());
    }

    [Fact]
    public async Task A_new_limit_counts_what_was_sent_that_day_by_all_instances()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var gateway = await TestGateway.StartAsync(storage, time, null);
        await gateway.SetUpDeskAsync();
        await PutRelayAsync(gateway, null);
        await using (var other = await TestGateway.StartAsync(storage, time, null))
        {
            var early = await SendAsync(other, "m1", null, Recipients(3));
            Assert.Equal((3, 0), await early.CountAsync());
        }
        Assert.Equal((2, 0), await (await SendAsync(gateway, "m2", null, Recipients(2))).CountAsync());

        await PutRelayAsync(gateway, limit: 6);
        var mail = await SendAsync(gateway, "m3", null, Recipients(2));

        Assert.Equal((1, 1), await mail.CountAsync());
    }

    [Fact]
    public async Task Ten_instances_that_are_killed_take_nothing_of_a_limit_with_them_or_little()
    {
        await using var gateway = await LimitedAsync(null);
        var (single, fast) = (Of("single"), Of("fast"));
        for (var instance = 0; instance < 10; instance++)
        {
            // Not disposed of, as after a kill: what it has not used is not returned.
            var killed = new SendQuotas(gateway.Get<LimitStore>(), gateway.Time, NullLogger<SendQuotas>.Instance);
            Assert.Null(await killed.TakeAsync(single, false, null, default));
            for (var mail = 0; mail < 11; mail++)
                Assert.Null(await killed.TakeAsync(fast, false, null, default));
        }

        Assert.Equal(10, await UsedAsync(single));
        // Each has used 11 of 1 + 2 + 4 + 8.
        Assert.Equal(10 * 15, await UsedAsync(fast));

        static OutgoingServer Of(string id) =>
            new()
            {
                Id = id,
                Name = id,
                Host = "smtp.example",
                DailyLimit = 1000,
            };

        async Task<int> UsedAsync(OutgoingServer server) =>
            (await gateway.Get<LimitStore>().FindUsageAsync(server.Id, default)).LastDay(gateway.Time.GetUtcNow());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attempt_that_did_not_end_is_seen_behind_an_exhausted_limit_or_a_pause_and_sent_after_it(
        bool isLimit
    )
    {
        await using var gateway = await LimitedAsync(isLimit ? 1 : null);
        await SendAsync(gateway, "m1", null, Recipients(1));
        var mail = await SendAsync(gateway, "m2", null, "b@a.example");
        await KillAsync(mail, gateway);
        if (!isLimit)
            await PauseAsync(gateway);

        // Every instance knows of a pause after some seconds.
        await gateway.AdvanceAsync(TimeSpan.FromSeconds(6));

        var kept = await mail.OnlyAsync();
        Assert.Equal((DeliveryState.Unknown, null, Relay), (kept.State, kept.LeasedUntil, kept.WaitsFor));
        Assert.Equal(isLimit ? DeliveryProblem.Limit : DeliveryProblem.Server, kept.Problem);
        Assert.True(kept.NextAttempt > gateway.Time.GetUtcNow());

        await PutRelayAsync(gateway, limit: 10);
        await gateway.Get<WaitingReleases>().ReleaseAsync(Relay, default);
        await gateway.DrainAsync();

        var sent = await mail.OnlyAsync();
        Assert.Equal((DeliveryState.Sent, 1, null), (sent.State, sent.PossibleDoubles, sent.WaitsFor));
    }

    // As a run left it that was killed while it sent, and whose lease has ended since.
    private static async Task KillAsync(ProgramMail mail, TestGateway gateway)
    {
        var reference = (await mail.OnlyAsync()).Reference(mail.Thread);
        var found = (await gateway.Threads.FindDeliveryAsync(reference, default))!;
        var killed = found.Delivery.Value with
        {
            State = DeliveryState.Sending,
            Attempts = 1,
            Problem = null,
            Reply = null,
            NextAttempt = null,
            WaitsFor = null,
            LeasedUntil = gateway.Time.GetUtcNow(),
        };
        await gateway.Threads.TrySaveAsync(mail.Thread, found.Delivery, killed, default);
        var (waiting, now) = (gateway.Get<WaitingMail>(), gateway.Time.GetUtcNow());
        await waiting.AddAsync(reference, now, QueueNames.OutboundMail, default);
    }

    private static async Task PauseAsync(TestGateway gateway)
    {
        var now = gateway.Time.GetUtcNow();
        var paused = new ServerHealth
        {
            Server = Relay,
            Trouble = ServerTrouble.Limit,
            Why = "421 4.7.0 Too many",
            Since = now,
            ClosedUntil = now.AddMinutes(1),
        };
        await gateway.Get<LimitStore>().ChangeHealthAsync(Relay, _ => paused, default);
    }

    private static string[] Recipients(int count) => [.. Enumerable.Range(0, count).Select(i => $"r{i}@a.example")];

    private static async Task<TestGateway> LimitedAsync(int? limit)
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await PutRelayAsync(gateway, limit);
        await gateway.AdvanceAsync(TimeSpan.FromSeconds(1));
        return gateway;
    }

    private static Task PutRelayAsync(TestGateway gateway, int? limit) =>
        gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            Relay,
            Through(gateway.Catcher) with
            {
                DailyLimit = limit,
            }
        );
}
