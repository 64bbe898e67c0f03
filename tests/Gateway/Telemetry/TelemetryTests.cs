using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Fetching;
using Postern.DevHost.Smtp;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Telemetry;

/// <summary>What the gateway tells of itself, heard on a gateway that works.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class TelemetryTests
{
    private const string Customer = "\"Quirinius Zwiebelstein\" <q.zwiebelstein@customer.example>";
    private const string Subject = "Flammenwerfer";
    private static readonly string[] Personal =
    [
        "Quirinius",
        "Zwiebelstein",
        Subject,
        "Blauwal",
        "agent@",
        "Anna",
        "customer.example",
        "Grottenolm",
    ];

    [Fact]
    public async Task A_mail_is_one_trace_from_its_coming_in_to_its_delivery()
    {
        using var listener = new Listener();
        await using var gateway = await DeskAsync(listener);

        using var run = new Activity("run of a function").Start();
        var id = await gateway.PushAsync(Mails.New(Customer, $"support@{TestGateway.Domain}", Subject, "Blauwal"));
        await gateway.DrainAsync();

        var spans = listener
            .Spans.Where(span => span.TraceId == MailTrace.IdOf(id.Value))
            .OrderBy(span => span.StartTimeUtc)
            .ToList();
        Assert.Equal(["mail.intake", "mail.route", "mail.deliver"], spans.Select(span => span.OperationName));
        // Application Insights shows this kind among requests, where the query of docs/run.md looks.
        Assert.All(spans, span => Assert.Equal(ActivityKind.Consumer, span.Kind));
        Assert.All(
            spans,
            span =>
                Assert.Equal(
                    (id.Value, run.TraceId),
                    (span.GetTagItem(TagNames.Mail), span.Links.Single().Context.TraceId)
                )
        );
        Assert.Equal(("routed", "Alias"), (spans[1].GetTagItem(TagNames.State), spans[1].GetTagItem(TagNames.Rule)));
        Assert.Equal(("sent", "default"), (spans[2].GetTagItem(TagNames.State), spans[2].GetTagItem(TagNames.Server)));
    }

    [Fact]
    public async Task Mails_routes_and_outcomes_are_counted_once_each()
    {
        using var listener = new Listener();
        await using var gateway = await DeskAsync(listener);
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseRecipient = (_, recipient) => $"550 5.1.1 <{recipient}>: no such user",
        };

        var raw = Mails.New(Customer, $"support@{TestGateway.Domain}", Subject, "Blauwal");
        await gateway.PushAsync(raw);
        await gateway.PushAsync(raw);
        await gateway.DrainAsync();

        Assert.Equal(
            1,
            listener.Measurements.Count(measurement =>
                measurement.Name == MetricNames.Received && (string?)measurement.Tags[TagNames.Source] == "http"
            )
        );
        Assert.Contains(
            listener.Measurements,
            measurement => measurement.Name == MetricNames.Routed && (string?)measurement.Tags[TagNames.Rule] == "Alias"
        );
        Assert.Contains(
            listener.Measurements,
            measurement =>
                measurement.Name == MetricNames.Outcomes
                && (string?)measurement.Tags[TagNames.State] == "failed"
                && (string?)measurement.Tags[TagNames.Problem] == "recipient"
        );
    }

    [Fact]
    public async Task Nothing_personal_is_told()
    {
        using var listener = new Listener();
        await using var gateway = await DeskAsync(listener);

        await gateway.PushAsync(Mails.New(Customer, $"support@{TestGateway.Domain}", Subject, "Blauwal"));
        await gateway.DrainAsync();
        await gateway.PushAsync(
            Mails.ReplyTo(gateway.Sent[^1], $"\"Anna Agent\" <agent@{TestGateway.Domain}>", "Grottenolm")
        );
        await gateway.PushAsync(Mails.New(Customer, $"zwiebelstein@{TestGateway.Domain}", Subject, "Blauwal"));
        await gateway.DrainAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseRecipient = (_, recipient) => $"550 5.1.1 <{recipient}>: no such user",
        };
        await gateway.PushAsync(Mails.New(Customer, $"support@{TestGateway.Domain}", Subject + " again", "Blauwal"));
        await gateway
            .Get<MailQueues>()
            .PutTextAsync(QueueNames.ThreadPosts, """{"v":1,"author":"Zwiebelstein"}""", default);
        await gateway.DrainAsync();
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(6));

        Assert.NotEmpty(listener.Spans);
        Assert.NotEmpty(listener.Measurements);
        Assert.All(Personal, word => Assert.DoesNotContain(word, listener.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Housekeeping_measures_what_stands_where()
    {
        using var listener = new Listener();
        await using var gateway = await DeskAsync(listener);
        var office = new IncomingServer
        {
            Name = "Office",
            Host = "imap.example.com",
            UserName = "office",
            IntervalMinutes = 30,
        };
        await gateway.PutAsync(ConfigurationKinds.IncomingServer, "office", office);
        var fetched = gateway.Time.GetUtcNow() - TimeSpan.FromHours(1);
        await gateway
            .Get<MailboxStore>()
            .TrySaveAsync(
                null,
                new MailboxSchedule
                {
                    Server = "office",
                    Account = MailboxRules.AccountOf(office),
                    LastSuccess = fetched,
                },
                default
            );
        await gateway.Get<MailQueues>().PutTextAsync(QueueNames.ThreadPosts, "{}", default);
        await gateway.StepAsync(QueueNames.ThreadPosts);
        await gateway.PushAsync(Mails.New(Customer, $"support@{TestGateway.Domain}", Subject, "Blauwal"));
        gateway.Time.Advance(TimeSpan.FromMinutes(10));

        await gateway.Get<Housekeeper>().RunAsync(default);

        Assert.Equal(1, listener.Last(MetricNames.QueueMessages, TagNames.Queue, QueueNames.InboundMail));
        // Azurite's clock and the test's are a moment apart.
        Assert.InRange(listener.Last(MetricNames.QueueAge, TagNames.Queue, QueueNames.InboundMail), 580, 660);
        Assert.Equal(0, listener.Last(MetricNames.QueueAge, TagNames.Queue, QueueNames.OutboundMail));
        Assert.Equal(1, listener.Last(MetricNames.AttentionItems, TagNames.Kind, "rejected"));
        Assert.Equal(0, listener.Last(MetricNames.AttentionItems, TagNames.Kind, "failed"));
        Assert.InRange(listener.Last(MetricNames.MailboxOverdue, TagNames.Mailbox, "office"), 2400, 2460);
        Assert.Equal(0, listener.Last(MetricNames.DueDelay));
        Assert.Equal(0, listener.Last(MetricNames.DueMessages));
        Assert.Equal(
            MetricNames.All.Except([MetricNames.Routed, MetricNames.Outcomes]).Order(),
            listener.Measurements.Select(measurement => measurement.Name).Distinct().Order()
        );
    }

    [Fact]
    public async Task Mail_that_waits_is_measured_by_server_and_so_is_a_server_that_takes_none()
    {
        using var listener = new Listener();
        await using var gateway = await DeskAsync(listener);
        await PutServerAsync("well", gateway.Catcher.Port, "well.example");
        await PutServerAsync("dead", FreePorts.Take(1)[0], TestGateway.Domain);
        await gateway.PushAsync(Mails.New(Customer, $"support@{TestGateway.Domain}", Subject, "Blauwal"));
        await gateway.DrainAsync();
        var due = gateway.Get<DueStore>();
        var now = gateway.Time.GetUtcNow();
        foreach (
            var (id, server, forLimit) in new[] { ("1", "well", false), ("2", "well", true), ("3", "gone", false) }
        )
        {
            var waits = new WaitingDelivery(id, server, now.AddHours(-2), forLimit);
            await due.AddAsync(now.AddDays(1), id, QueueNames.OutboundMail, "{}", waits, default);
        }
        gateway.Time.Advance(TimeSpan.FromMinutes(4));

        await gateway.Get<Housekeeper>().RunAsync(default);

        Assert.Equal((1, 0), (Last(MetricNames.WaitingDeliveries, "dead"), Last(MetricNames.WaitingLate, "dead")));
        Assert.InRange(Last(MetricNames.ServerFailing, "dead"), 240, 300);
        Assert.Equal((2, 1), (Last(MetricNames.WaitingDeliveries, "well"), Last(MetricNames.WaitingLate, "well")));
        Assert.Equal(0, Last(MetricNames.ServerFailing, "well"));
        Assert.InRange(Last(MetricNames.WaitingAge, "well"), 7440, 7450);
        Assert.Equal((1, 1), (Last(MetricNames.WaitingDeliveries, ""), Last(MetricNames.WaitingLate, "")));

        double Last(string name, string server) => listener.Last(name, TagNames.Server, server);

        Task PutServerAsync(string id, int port, string filter) =>
            gateway.PutAsync(
                ConfigurationKinds.OutgoingServer,
                id,
                new OutgoingServer
                {
                    Name = id,
                    Host = "127.0.0.1",
                    Port = port,
                    Security = ConnectionSecurity.None,
                    FromFilter = filter,
                }
            );
    }

    [Fact]
    public async Task It_measures_every_five_minutes_and_only_when_somebody_listens()
    {
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.Get<Housekeeper>().RunAsync(default);
        var (unheard, between) = (await CountAsync(6), await CountAsync(1));

        using var listener = new Listener();
        Assert.True(await CountAsync(6) > unheard);
        Assert.Equal(between, await CountAsync(1));

        async Task<int> CountAsync(int minutes)
        {
            gateway.Time.Advance(TimeSpan.FromMinutes(minutes));
            calls.Reset();
            await gateway.Get<Housekeeper>().RunAsync(default);
            return calls.Calls.Count;
        }
    }

    private static async Task<TestGateway> DeskAsync(Listener listener)
    {
        var gateway = await TestGateway.StartAsync();
        gateway.Get<ILoggerFactory>().AddProvider(listener);
        await gateway.SetUpDeskAsync();
        return gateway;
    }
}
