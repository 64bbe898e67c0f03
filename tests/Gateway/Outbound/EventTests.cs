using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using Postern.Contracts.Events;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>What other programs hear of a mail: the queue <c>mail-events</c>.</summary>
public sealed class EventTests
{
    private const string Customer = "carl@customer.example";
    private const string Support = $"support@{TestGateway.Domain}";

    [Fact]
    public async Task A_mail_that_makes_a_record_is_told_of_from_its_record_to_its_delivery()
    {
        await using var gateway = await DeskAsync("all");
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "sales",
                Model = "crm.lead",
                Defaults = new JsonObject { ["team"] = "north" },
                Followers = [$"agent@{TestGateway.Domain}"],
            }
        );
        var mail = await gateway.PushAsync(Mails.New(Customer, $"sales@{TestGateway.Domain}", "Ten printers"));
        await gateway.DrainAsync();

        var thread = Assert.Single((await gateway.JournalAsync(mail)).Threads);
        var events = await PublishedEvents.ReadAsync(gateway);
        Assert.Equal(
            [EventTypes.RecordCreated, EventTypes.MessageReceived, EventTypes.DeliverySent],
            events.Select(told => (string?)told["type"])
        );
        Assert.All(
            events,
            told =>
                Assert.Equal(
                    (thread.Partition, "1.0", "https://mail.mycompany.example"),
                    ((string?)told["subject"], (string?)told["specversion"], (string?)told["source"])
                )
        );
        var created = events[0]["data"]!;
        Assert.Equal(
            (mail.Value, "crm.lead", thread.Id, "Ten printers", "north"),
            (
                (string?)created["mail"],
                (string?)created["model"],
                (string?)created["record"],
                (string?)created["subject"],
                (string?)created["values"]!["team"]
            )
        );
        Assert.Equal(
            ($"agent@{TestGateway.Domain}", "sent"),
            ((string?)events[2]["data"]!["recipient"], (string?)events[2]["data"]!["state"])
        );
    }

    [Fact]
    public async Task A_reply_makes_no_record_and_a_mail_for_nobody_is_refused()
    {
        await using var gateway = await DeskAsync("record.created,message.received,mail.refused");
        await gateway.PushAsync(Mails.New(Customer, Support));
        await gateway.DrainAsync();
        await gateway.PushAsync(
            Mails.ReplyTo(gateway.Sent[^1], $"agent@{TestGateway.Domain}", "Use the extinguisher.")
        );
        var refused = await gateway.PushAsync(Mails.New(Customer, $"nobody@{TestGateway.Domain}"));
        await gateway.DrainAsync();

        var events = await PublishedEvents.ReadAsync(gateway);
        Assert.Equal(
            [EventTypes.MailRefused, EventTypes.MessageReceived, EventTypes.MessageReceived, EventTypes.RecordCreated],
            events.Select(told => (string?)told["type"]).Order()
        );
        Assert.Equal(
            refused.Value,
            (string?)events.Single(told => (string?)told["type"] == EventTypes.MailRefused)["data"]!["mail"]
        );
    }

    [Fact]
    public async Task A_loop_that_is_stopped_is_told_of()
    {
        await using var gateway = await DeskAsync("loop.stopped");
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.gateway.loop.threshold", "2");
        for (var i = 0; i < 3; i++)
            await gateway.PushAsync(Mails.New(Customer, Support, $"Fire {i}"));
        await gateway.DrainAsync();

        var told = Assert.Single(await PublishedEvents.ReadAsync(gateway));
        Assert.Equal((EventTypes.LoopStopped, "Loop"), ((string?)told["type"], (string?)told["data"]!["rule"]));
    }

    [Fact]
    public async Task A_delivery_that_waits_and_then_fails_is_told_of_both_times()
    {
        await using var gateway = await DeskAsync("delivery.deferred,delivery.failed,delivery.sent");
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => "451 4.3.0 Later" };
        await gateway.PushAsync(Mails.New(Customer, Support));
        await gateway.DrainAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => "550 5.1.1 Nobody here" };
        await gateway.AdvanceAsync(TimeSpan.FromHours(1));

        var events = await PublishedEvents.ReadAsync(gateway);
        Assert.Equal(
            [EventTypes.DeliveryDeferred, EventTypes.DeliveryFailed],
            events.Select(told => (string?)told["type"])
        );
        Assert.Contains("Nobody here", (string?)events[1]["data"]!["reply"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_told_twice_has_the_same_id_both_times()
    {
        await using var gateway = await DeskAsync("all");
        await gateway.PushAsync(Mails.New(Customer, Support));
        var routed = await PeekAsync(gateway, QueueNames.InboundMail);
        await gateway.DrainAsync();
        await gateway.RunAsync(QueueNames.InboundMail, routed);

        var ids = (await PublishedEvents.ReadAsync(gateway)).ToLookup(
            told => (string?)told["type"],
            told => (string?)told["id"]
        );
        Assert.Equal(2, ids[EventTypes.RecordCreated].Count());
        Assert.Single(ids[EventTypes.RecordCreated].Distinct());
        Assert.NotEqual(ids[EventTypes.RecordCreated].First(), ids[EventTypes.MessageReceived].First());
    }

    [Fact]
    public async Task Without_the_parameter_nothing_is_told()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New(Customer, Support));
        await gateway.DrainAsync();
        Assert.Single(gateway.Sent);
        Assert.Empty(await PublishedEvents.ReadAsync(gateway));
    }

    private static async Task<TestGateway> DeskAsync(string types)
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events", types);
        return gateway;
    }

    private static async Task<string> PeekAsync(TestGateway gateway, string queue) =>
        (await Queue(gateway, queue).PeekMessageAsync()).Value.MessageText;

    private static QueueClient Queue(TestGateway gateway, string name) => gateway.Get<GatewayStorage>().Queue(name);
}
