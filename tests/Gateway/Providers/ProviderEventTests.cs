using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Reports;
using Postern.Core.Validation;
using Postern.Functions;
using Postern.Gateway.Editing;
using Postern.Gateway.Providers;
using Postern.Tests.Servers;

namespace Postern.Tests.Providers;

/// <summary>What providers report by HTTP ends where a bounce that came as a mail does.</summary>
public sealed class ProviderEventTests : IDisposable
{
    private const string Ann = "ann@a.example";
    private const string Key = "a secret of more than sixteen";
    private readonly SnsTopic _topic = new();

    [Fact]
    public async Task A_bounce_that_SES_reports_ends_at_its_delivery_and_counts()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        var sent = (await mailer.SendAsync())!;

        var (status, answer) = await PostAsync(
            gateway,
            "ses",
            Notification(gateway, SnsTopic.Sample("ses-bounce.json", returnPath: sent.Envelope.From))
        );

        Assert.Equal((200, """{"events":1,"reports":1}"""), (status, answer));
        var delivery = await mailer.DeliveryAsync();
        Assert.Equal(
            (DeliveryState.Bounced, BounceEvidence.Provider, true),
            (delivery.State, delivery.Report!.By, delivery.Report.Counts)
        );
        Assert.Equal(delivery.Report, Assert.Single(await mailer.HistoryAsync()));
        Assert.Equal("ses:22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", delivery.Report.Source);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, 429)]
    [InlineData(HttpStatusCode.NotFound, 403)]
    public async Task A_certificate_that_is_not_fetched_is_no_failure_of_the_gateway(HttpStatusCode said, int expected)
    {
        await using var gateway = await DeskAsync();
        _topic.Trouble = () => Task.FromResult(new HttpResponseMessage(said));
        var (status, _) = await PostAsync(gateway, "ses", Notification(gateway, SnsTopic.Sample("ses-bounce.json")));
        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task A_bounce_that_Event_Grid_reports_ends_at_its_delivery_and_counts()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await mailer.SendAsync();
        var now = gateway.Time.GetUtcNow();

        var (status, _) = await PostAsync(
            gateway,
            "acs",
            Acs("acs-bounced.json", gateway.Sent[^1].MessageId, now),
            "?key=" + Uri.EscapeDataString(Key)
        );

        Assert.Equal(200, status);
        var delivery = await mailer.DeliveryAsync();
        Assert.Equal(
            (DeliveryState.Bounced, Ann, BounceReason.UserUnknown, true),
            (delivery.State, delivery.Report!.Address, delivery.Report.Reason, delivery.Report.Counts)
        );
    }

    [Fact]
    public async Task An_old_event_does_not_cost_the_one_that_came_with_it()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await mailer.SendAsync();
        var events = Acs("acs-bounced.json", gateway.Sent[^1].MessageId, gateway.Time.GetUtcNow()).AsArray();
        var old = events[0]!.DeepClone();
        (old["id"], old["eventTime"]) = ("old", gateway.Time.GetUtcNow().AddDays(-3).ToString("O"));
        events.Insert(0, old);

        Assert.Equal(
            (200, """{"events":1,"reports":1}"""),
            await PostAsync(gateway, "acs", events, "?key=" + Uri.EscapeDataString(Key))
        );
        Assert.Equal(DeliveryState.Bounced, (await mailer.DeliveryAsync()).State);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_does_not_cost_the_one_that_came_with_it()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await mailer.SendAsync();
        var events = Acs("acs-bounced.json", gateway.Sent[^1].MessageId, gateway.Time.GetUtcNow()).AsArray();
        var broken = events[0]!.DeepClone();
        (broken["id"], broken["data"]) = ("broken", new JsonObject());
        events.Insert(0, broken);

        var (status, answer) = await PostAsync(gateway, "acs", events, "?key=" + Uri.EscapeDataString(Key));

        Assert.Equal(400, status);
        Assert.Contains("data.status is missing", answer, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Bounced, (await mailer.DeliveryAsync()).State);
    }

    [Fact]
    public async Task A_mail_that_SES_rejects_has_not_arrived_and_says_nothing_against_its_address()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        var bounce = JsonNode.Parse(
            SnsTopic.Sample("ses-bounce.json", returnPath: (await mailer.SendAsync())!.Envelope.From)
        )!;
        var reject = new JsonObject
        {
            ["eventType"] = "Reject",
            ["mail"] = bounce["mail"]!.DeepClone(),
            ["reject"] = new JsonObject { ["reason"] = "Bad content" },
        };

        await PostAsync(gateway, "ses", Notification(gateway, reject.ToJsonString()));

        var delivery = await mailer.DeliveryAsync();
        Assert.Equal(
            (DeliveryState.Bounced, DeliveryProblem.Content, "Bad content"),
            (delivery.State, delivery.Problem, delivery.Reply)
        );
        Assert.False(Assert.Single(await mailer.HistoryAsync()).Counts);
    }

    [Fact]
    public async Task A_complaint_that_SES_reports_blacklists_at_once()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await PostAsync(
            gateway,
            "ses",
            Notification(
                gateway,
                SnsTopic.Sample("ses-complaint.json", returnPath: (await mailer.SendAsync())!.Envelope.From)
            )
        );
        Assert.Equal(BlacklistReason.Complaint, (await mailer.EntryAsync())!.Reason);
    }

    [Theory]
    [InlineData("ses-delay.json", BounceReportKind.Delay)]
    [InlineData("ses-delivery.json", BounceReportKind.Delivered)]
    public async Task A_delay_and_a_delivery_are_shown(string sample, BounceReportKind kind)
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        await PostAsync(
            gateway,
            "ses",
            Notification(gateway, SnsTopic.Sample(sample, returnPath: (await mailer.SendAsync())!.Envelope.From))
        );
        Assert.Equal(
            (DeliveryState.Sent, kind),
            ((await mailer.DeliveryAsync()).State, (await mailer.DeliveryAsync()).Report!.Kind)
        );
    }

    [Fact]
    public async Task A_replayed_event_does_nothing_even_when_its_history_was_reset()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        var complaint = Notification(
            gateway,
            SnsTopic.Sample("ses-complaint.json", returnPath: (await mailer.SendAsync())!.Envelope.From)
        );
        await PostAsync(gateway, "ses", complaint);
        await gateway.Get<BlacklistEditor>().DeleteAsync(Ann, EditCondition.None, default);

        Assert.Equal((200, """{"events":1,"reports":0}"""), await PostAsync(gateway, "ses", complaint));
        Assert.Null(await mailer.EntryAsync());
        Assert.Empty(await mailer.HistoryAsync());

        gateway.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(400, (await PostAsync(gateway, "ses", complaint)).Status);
    }

    [Fact]
    public async Task What_does_not_come_from_the_provider_is_refused_and_a_provider_that_is_not_set_up_is_not_there()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Ann);
        var forged = Notification(
            gateway,
            SnsTopic.Sample("ses-bounce.json", returnPath: (await mailer.SendAsync())!.Envelope.From)
        );
        forged["Message"] = forged["Message"]!
            .GetValue<string>()
            .Replace(Ann, "bob@b.example", StringComparison.Ordinal);

        Assert.Equal(403, (await PostAsync(gateway, "ses", forged)).Status);
        Assert.Equal(
            403,
            (
                await PostAsync(
                    gateway,
                    "acs",
                    Acs("acs-bounced.json", gateway.Sent[^1].MessageId, gateway.Time.GetUtcNow()),
                    "?key=wrong"
                )
            ).Status
        );
        Assert.Equal(404, (await PostAsync(gateway, "mailgun", forged)).Status);
        Assert.Equal(
            404,
            (await PostAsync(gateway, "ses", forged, providers: [_topic.Provider(gateway.Time, "")])).Status
        );
        Assert.Equal(DeliveryState.Sent, (await mailer.DeliveryAsync()).State);
    }

    [Theory]
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.CrashAfter)]
    [InlineData(FaultKind.LostReply)]
    public async Task An_event_whose_every_write_is_broken_once_is_offered_again_and_done_once(FaultKind kind)
    {
        var writes = 0;
        for (var at = 1; at <= 20; at++)
        {
            var faults = new StorageFaults { Kind = kind };
            await using var gateway = await DeskAsync(faults);
            var mailer = new Mailer(gateway, Ann);
            var complaint = Notification(
                gateway,
                SnsTopic.Sample("ses-complaint.json", returnPath: (await mailer.SendAsync())!.Envelope.From)
            );
            faults.Reset();
            faults.BreakAt = at;
            await OfferAsync(gateway, complaint);
            if (!faults.Happened)
                break;
            writes = at;

            Assert.Single(await mailer.HistoryAsync());
            Assert.Equal(BlacklistReason.Complaint, (await mailer.EntryAsync())!.Reason);
            Assert.Equal(BounceReportKind.Complaint, (await mailer.DeliveryAsync()).Report!.Kind);
            Assert.Equal((200, """{"events":1,"reports":0}"""), await PostAsync(gateway, "ses", complaint));
        }
        Assert.True(writes >= 5, $"only {writes} writes were seen");
    }

    public void Dispose() => _topic.Dispose();

    private async Task OfferAsync(TestGateway gateway, JsonNode complaint)
    {
        try
        {
            await PostAsync(gateway, "ses", complaint);
        }
        catch (CrashException)
        {
            // Without an answer SNS offers it again.
            await PostAsync(gateway, "ses", complaint);
        }
    }

    private static async Task<TestGateway> DeskAsync(params Azure.Core.Pipeline.HttpPipelinePolicy[] policies)
    {
        var gateway = await TestGateway.StartAsync(null, policies);
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private JsonObject Notification(TestGateway gateway, string message) =>
        _topic.Notification(message, gateway.Time.GetUtcNow());

    private static JsonNode Acs(string sample, string? messageId, DateTimeOffset sent)
    {
        var events = JsonNode.Parse(SnsTopic.Sample(sample, messageId!))!;
        events[0]!["eventTime"] = sent.ToString("O");
        return events;
    }

    private async Task<(int Status, string Answer)> PostAsync(
        TestGateway gateway,
        string provider,
        JsonNode body,
        string query = "",
        IReadOnlyList<IDeliveryEventProvider>? providers = null
    )
    {
        var context = new DefaultHttpContext { RequestServices = gateway.Services };
        context.Request.Method = "POST";
        context.Request.QueryString = new QueryString(query);
        context.Request.ContentType = "text/plain; charset=UTF-8";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body.ToJsonString()));
        context.Response.Body = new MemoryStream();
        var acs = new AcsEvents(
            new ConfigurationBuilder().AddInMemoryCollection([new(AcsEvents.Setting, Key)]).Build()
        );
        var function = new ProviderEvents(
            providers ?? [acs, _topic.Provider(gateway.Time)],
            gateway.Get<ProviderEventProcessor>(),
            NullLogger<ProviderEvents>.Instance
        );
        var answer = await function.RunAsync(context.Request, provider, default);
        await answer.ExecuteResultAsync(new ActionContext(context, new RouteData(), new ActionDescriptor()));
        return (context.Response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }
}
