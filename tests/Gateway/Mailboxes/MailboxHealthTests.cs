using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Functions;
using Postern.Gateway.Inbound;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Operations;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Mailboxes;

/// <summary>What whoever watches sees of a mailbox, and what keeps it going when the timer does not.</summary>
public sealed class MailboxHealthTests
{
    [SkippableFact]
    public async Task Health_shows_how_a_mailbox_is_and_an_event_tells_that_it_keeps_failing_and_was_given_up()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        await using var gateway = await TestMailboxes.StartAsync(servers);
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events", "mailbox.failing");
        await gateway.PutMailboxAsync("box", TestMailboxes.Of(servers, user), user.Password);
        Assert.Equal(MailboxState.Draft, (await HealthAsync(gateway)).State);

        await gateway.TestMailboxAsync("box", ImportChoice.FromNow);
        await StartAndDrainAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromMinutes(2));
        var fine = await HealthAsync(gateway);
        Assert.Equal(
            (MailboxState.Confirmed, 0, 120L, gateway.Time.GetUtcNow().AddMinutes(3)),
            (fine.State, fine.Failures, fine.LagSeconds!.Value, fine.NextPoll!.Value)
        );
        Assert.Empty(fine.Problems(gateway.Time.GetUtcNow()));

        await gateway.PutMailboxAsync("box", TestMailboxes.Of(servers, user), "wrong");
        for (var run = 0; run < 4; run++)
        {
            // Refused logins are repeated less and less often.
            gateway.Time.Advance(TimeSpan.FromMinutes(41));
            await StartAndDrainAsync(gateway);
        }
        var failing = await HealthAsync(gateway);
        Assert.Equal((MailboxState.Failing, 4), (failing.State, failing.Failures));
        Assert.Contains(
            "has failed 4 times",
            Assert.Single(failing.Problems(gateway.Time.GetUtcNow())).Message,
            StringComparison.Ordinal
        );
        var told = Assert.Single(await EventsAsync(gateway));
        Assert.Equal("postern.mailbox.failing", told["type"]!.GetValue<string>());
        Assert.Equal(
            ("box", user.Address),
            (told["data"]!["server"]!.GetValue<string>(), told["data"]!["address"]!.GetValue<string>())
        );
        Assert.Contains("keeps failing", told["data"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);

        gateway.Time.Advance(TimeSpan.FromDays(5));
        await StartAndDrainAsync(gateway);
        Assert.Equal(
            (MailboxState.Disabled, null),
            ((await HealthAsync(gateway)).State, (await HealthAsync(gateway)).NextPoll)
        );
        Assert.Contains(
            "given up",
            Assert.Single(await EventsAsync(gateway))["data"]!["reason"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.Equal(0, await gateway.Get<FetchScheduler>().StartDueAsync(default));
    }

    [SkippableFact]
    public async Task A_token_that_ends_soon_shows_in_health_and_is_told_once()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        var turn = 0;
        await using var endpoint = await TokenEndpoint.StartAsync(_ =>
            (
                200,
                new
                {
                    access_token = servers.MintToken(user),
                    expires_in = 3600,
                    refresh_token = $"r{++turn}",
                    refresh_token_expires_in = (int)TimeSpan.FromDays(turn == 1 ? 90 : 7).TotalSeconds,
                }
            )
        );
        await using var gateway = await TestMailboxes.StartAsync(servers);
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events", "all");
        var settings = new OAuthSettings
        {
            TokenEndpoint = endpoint.Address,
            ClientId = "app",
            Grant = OAuthGrant.RefreshToken,
        };
        await gateway.PutMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                Authentication = ServerAuthentication.Xoauth2,
                OAuth = settings,
            },
            "unused"
        );
        await gateway
            .Get<ISecretStore>()
            .SetAsync(SecretNames.RefreshToken(SecretNames.IncomingServer("box")), "r0", default);
        Assert.True((await gateway.TestMailboxAsync("box", ImportChoice.FromNow)).Ok);
        Assert.Equal(gateway.Time.GetUtcNow().AddDays(90), (await HealthAsync(gateway)).TokenExpires);

        for (var run = 0; run < 3; run++)
        {
            gateway.Time.Advance(TimeSpan.FromMinutes(61));
            await StartAndDrainAsync(gateway);
        }

        var soon = await HealthAsync(gateway);
        Assert.Equal(gateway.Time.GetUtcNow().AddDays(7), soon.TokenExpires);
        Assert.Contains(
            "ends",
            Assert.Single(soon.Problems(gateway.Time.GetUtcNow())).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "The token or client secret",
            Assert.Single(await EventsAsync(gateway))["data"]!["reason"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task When_the_timer_is_silent_for_two_periods_other_work_starts_what_is_due_and_costs_nothing_before()
    {
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        var server = new IncomingServer
        {
            Id = "box",
            Name = "Box",
            Host = "127.0.0.1",
            UserName = "box",
        };
        await gateway.PutAsync(ConfigurationKinds.IncomingServer, "box", server);
        var confirmed = MailboxRules.Confirm(
            new MailboxSchedule { Server = "box" },
            server,
            ImportChoice.FromNow,
            gateway.Time.GetUtcNow()
        );
        await gateway.Get<MailboxStore>().TrySaveAsync(null, confirmed, default);
        var scheduler = gateway.Get<FetchScheduler>();
        Assert.Equal(1, await scheduler.StartDueAsync(default));
        await gateway.Get<GatewayStorage>().Queue(QueueNames.MailboxFetch).ClearMessagesAsync();

        calls.Reset();
        gateway.Time.Advance(TimeSpan.FromSeconds(119));
        await scheduler.LookAsync(default);
        Assert.Empty(calls.Calls);

        gateway.Time.Advance(TimeSpan.FromMinutes(5));
        await gateway.PushAsync(Mails.New("carl@customer.example", "support@mycompany.example"));
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        var message = (await queue.ReceiveMessagesAsync(1)).Value[0].MessageText;
        await new RouteInbound(gateway.Get<InboundProcessor>(), gateway.Get<QueueRuns>()).RunAsync(message, default);
        Assert.Equal(
            """{"server":"box","v":1}""",
            (await gateway.Get<GatewayStorage>().Queue(QueueNames.MailboxFetch).PeekMessagesAsync(2))
                .Value.Single()
                .MessageText
        );
    }

    [Fact]
    public async Task When_the_timer_is_silent_any_request_starts_what_is_due_also_the_first_of_an_instance()
    {
        await using var gateway = await TestGateway.StartAsync();
        var server = new IncomingServer
        {
            Id = "box",
            Name = "Box",
            Host = "127.0.0.1",
            UserName = "box",
        };
        await gateway.PutAsync(ConfigurationKinds.IncomingServer, "box", server);
        await gateway
            .Get<MailboxStore>()
            .TrySaveAsync(
                null,
                MailboxRules.Confirm(
                    new MailboxSchedule { Server = "box" },
                    server,
                    ImportChoice.FromNow,
                    gateway.Time.GetUtcNow()
                ),
                default
            );
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.MailboxFetch);

        var answered = 0;
        var request = Pipeline(
            gateway,
            _ =>
            {
                answered++;
                return Task.CompletedTask;
            }
        );
        await request(new DefaultHttpContext());
        Assert.Single((await queue.ReceiveMessagesAsync(32, TimeSpan.FromHours(1))).Value);
        gateway.Time.Advance(TimeSpan.FromMinutes(6));
        await request(new DefaultHttpContext());
        await request(new DefaultHttpContext());

        Assert.Equal(3, answered);
        Assert.Single((await queue.ReceiveMessagesAsync(32, TimeSpan.FromHours(1))).Value);
    }

    [Fact]
    public async Task The_period_is_the_mailbox_s_own_or_the_gateway_s_and_a_change_of_either_counts_at_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        var server = new IncomingServer
        {
            Id = "box",
            Name = "Box",
            Host = "127.0.0.1",
            UserName = "box",
        };
        await gateway.PutAsync(ConfigurationKinds.IncomingServer, "box", server);
        await gateway
            .Get<MailboxStore>()
            .TrySaveAsync(
                null,
                MailboxRules.Confirm(
                    new MailboxSchedule { Server = "box" },
                    server,
                    ImportChoice.FromNow,
                    gateway.Time.GetUtcNow()
                ),
                default
            );
        var scheduler = gateway.Get<FetchScheduler>();
        Assert.Equal(1, await scheduler.StartDueAsync(default));

        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.fetch.minutes", "30");
        gateway.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(0, await scheduler.StartDueAsync(default));
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.fetch.minutes", "6");
        Assert.Equal(1, await scheduler.StartDueAsync(default));

        gateway.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, await scheduler.StartDueAsync(default));
        await gateway.PutAsync(ConfigurationKinds.IncomingServer, "box", server with { IntervalMinutes = 2 });
        Assert.Equal(1, await scheduler.StartDueAsync(default));
    }

    /// <summary>What a request goes through in the app, and then the function.</summary>
    private static RequestDelegate Pipeline(TestGateway gateway, RequestDelegate function)
    {
        Action<IApplicationBuilder> configure = builder => builder.Run(function);
        foreach (var filter in gateway.Services.GetServices<IStartupFilter>().Reverse())
            configure = filter.Configure(configure);
        var app = new ApplicationBuilder(gateway.Services);
        configure(app);
        return app.Build();
    }

    private static async Task StartAndDrainAsync(TestGateway gateway)
    {
        Assert.Equal(1, await gateway.Get<FetchScheduler>().StartDueAsync(default));
        await gateway.DrainAsync();
    }

    private static async Task<MailboxHealth> HealthAsync(TestGateway gateway) =>
        Assert.Single((await gateway.Get<HealthReader>().ReadAsync(default)).Mailboxes);

    /// <summary>The events that were told since the last time.</summary>
    private static async Task<IReadOnlyList<JsonNode>> EventsAsync(TestGateway gateway)
    {
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.MailEvents);
        var messages = (await queue.ReceiveMessagesAsync(32)).Value;
        foreach (var message in messages)
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return [.. messages.Select(message => JsonNode.Parse(message.MessageText)!)];
    }
}
