using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Events;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.DevHost.Smtp;
using Postern.Gateway.Editing;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>How a program finds its message again: in every event about it, on the message and on its deliveries.</summary>
public sealed class ProgramEventTests
{
    private const string Ann = "ann@a.example";
    private const string Late = "late@b.example";
    private const string Gone = "gone@c.example";
    private static readonly Dictionary<string, string> Metadata = new() { ["tenant"] = "north", ["order"] = "SO/4711" };

    private static readonly OutboundMail Invoice = new()
    {
        Id = "invoice 2026/42",
        Metadata = Metadata,
        From = $"Accounting <accounting@{TestGateway.Domain}>",
        To = [Ann],
        Subject = "Invoice",
        Text = "Please find the invoice attached.",
    };

    private static readonly ThreadPost Shipped = new()
    {
        Id = "shipped",
        Metadata = Metadata,
        Thread = new ThreadItem
        {
            Model = "sale.order",
            Id = "1",
            Create = true,
        },
        Author = $"sam@{TestGateway.Domain}",
        Text = "Your parcel is on its way.",
        Followers = [Ann],
    };

    [Fact]
    public async Task What_a_program_calls_its_mail_stands_on_it_on_its_deliveries_and_in_every_event_about_it()
    {
        await using var gateway = await DeskAsync("all");
        gateway.Catcher.Behaviour = Refuse((Late, "451 4.3.0 Later"), (Gone, "550 5.1.1 Nobody here"));
        await PutAsync(gateway, QueueNames.OutboundMail, Invoice with { Cc = [Late], Bcc = [Gone] });
        await gateway.PushAsync(Reports.Dsn(Assert.Single(gateway.Catcher.Mails)));
        await gateway.DrainAsync();

        var events = await PublishedEvents.ReadAsync(gateway);
        string[] types =
        [
            EventTypes.DeliverySent,
            EventTypes.DeliveryBounced,
            EventTypes.DeliveryDeferred,
            EventTypes.DeliveryWaiting,
            EventTypes.DeliveryFailed,
        ];
        var ofDeliveries = events.Where(told => told["data"]!["recipient"] is not null).ToList();
        Assert.Equal(types.Order(), ofDeliveries.Select(told => (string?)told["type"]).Order());
        Assert.All(ofDeliveries, told => Assert.Equal((Invoice.Id, "north", "SO/4711"), NamesOf(told["data"]!)));

        var thread = (string?)ofDeliveries[0]["data"]!["record"];
        var key = new ThreadKey(ThreadKey.OutboundModel, thread!);
        var message = Assert.Single(await gateway.MessagesAsync(key));
        Assert.Equal((Invoice.Id, "SO/4711"), (message.Id, message.Metadata!["order"]));
        var deliveries = await gateway.DeliveriesAsync(key);
        Assert.Equal(3, deliveries.Count);
        Assert.All(
            deliveries,
            delivery => Assert.Equal((Invoice.Id, "SO/4711"), (delivery.Post, delivery.Metadata!["order"]))
        );
    }

    [Fact]
    public async Task The_event_of_an_answer_names_the_message_of_the_program_and_has_the_text_where_that_is_wanted()
    {
        await using var gateway = await DeskAsync("message.received");
        await PutAsync(gateway, QueueNames.ThreadPosts, Shipped);
        await AnswerAsync(gateway, "When will it come?");
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events.content", "on");
        await AnswerAsync(gateway, $"{new string('a', 4095)}€ and more");

        var events = await PublishedEvents.ReadAsync(gateway);
        Assert.Equal([null, new string('a', 4095)], events.Select(told => (string?)told["data"]!["text"]));
        var posted = (await gateway.MessagesAsync(new ThreadKey("sale.order", "1")))[0];
        Assert.All(
            events,
            told =>
            {
                Assert.Null(told["data"]!["id"]);
                Assert.Equal((Shipped.Id, "north", "SO/4711"), NamesOf(told["data"]!["parent"]!));
                Assert.Equal(posted.Key, (string?)told["data"]!["parent"]!["message"]);
            }
        );
    }

    [Fact]
    public async Task The_text_in_an_event_shows_no_mark_of_the_mail_that_it_quotes()
    {
        await using var gateway = await DeskAsync("message.received");
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events.content", "on");
        await PutAsync(gateway, QueueNames.ThreadPosts, Shipped);
        var link = gateway.Sent[0].Headers["List-Unsubscribe"]!.Trim('<', '>');
        await AnswerAsync(gateway, $"What is {link} for?");

        var text = (string?)Assert.Single(await PublishedEvents.ReadAsync(gateway))["data"]!["text"];
        Assert.StartsWith("What is  for?", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_a_delivery_waits_is_told_once_for_each_reason_and_that_it_was_dropped()
    {
        await using var gateway = await DeskAsync("delivery.waiting,delivery.skipped");
        gateway.Catcher.Behaviour = Refuse((Ann, "451 4.3.0 Later"));
        await PutAsync(gateway, QueueNames.OutboundMail, Invoice);
        await gateway.AdvanceAsync(TimeSpan.FromHours(1));
        await gateway.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal(3, (await DeliveryAsync(gateway)).Attempts);
        var waiting = Assert.Single(await PublishedEvents.ReadAsync(gateway));
        Assert.Equal((EventTypes.DeliveryWaiting, "recipient"), TypeAndProblem(waiting));
        Assert.Contains("Later", (string?)waiting["data"]!["reply"], StringComparison.Ordinal);
        Assert.NotNull(waiting["data"]!["nextAttempt"]);

        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.mode", "hold");
        await gateway.AdvanceAsync(TimeSpan.FromHours(4));
        var held = Assert.Single(await PublishedEvents.ReadAsync(gateway));
        Assert.Equal((EventTypes.DeliveryWaiting, "held", null), (Type(held), Problem(held), NextAttempt(held)));

        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.True(await gateway.Get<HeldMail>().DiscardAsync(item.Id, default));
        var dropped = Assert.Single(await PublishedEvents.ReadAsync(gateway));
        Assert.Equal((EventTypes.DeliverySkipped, Invoice.Id), (Type(dropped), (string?)dropped["data"]!["id"]));
    }

    [Fact]
    public async Task A_limit_is_told_when_mail_begins_to_wait_for_it_and_again_by_a_run_after_a_crash()
    {
        await using var gateway = await DeskAsync(
            "delivery.waiting",
            settings => settings["DefaultServer:DailyLimit"] = "1"
        );
        await PutAsync(gateway, QueueNames.OutboundMail, Invoice with { Id = "first" });
        await PutAsync(gateway, QueueNames.OutboundMail, Invoice);
        var told = Assert.Single(await PublishedEvents.ReadAsync(gateway));
        Assert.Equal((EventTypes.DeliveryWaiting, "limit"), TypeAndProblem(told));
        var delivery = await DeliveryAsync(gateway);
        Assert.Equal(delivery.NextAttempt, (DateTimeOffset?)told["data"]!["nextAttempt"]);

        // The run may have died between its writing and the event: its queue message comes again.
        var thread = await ThreadAsync(gateway);
        await gateway.RunAsync(QueueNames.OutboundMail, WaitingMail.Message(delivery.Reference(thread)));
        Assert.Equal((string?)told["id"], (string?)Assert.Single(await PublishedEvents.ReadAsync(gateway))["id"]);
    }

    [Fact]
    public async Task Whoever_a_mailing_or_a_note_passes_over_is_told_of_also_after_a_crash()
    {
        await using var gateway = await DeskAsync("delivery.skipped");
        await gateway
            .Get<BlacklistEditor>()
            .PutAsync(
                new BlacklistEntry { Address = Gone, Reason = BlacklistReason.Complaint },
                EditCondition.None,
                default
            );
        await PutAsync(gateway, QueueNames.OutboundBulk, Invoice with { To = [], Bcc = [Ann, Gone] });
        var skipped = Assert.Single(await PublishedEvents.ReadAsync(gateway));
        Assert.Equal((EventTypes.DeliverySkipped, "blacklisted"), TypeAndProblem(skipped));
        Assert.Equal((Gone, Invoice.Id), ((string?)skipped["data"]!["recipient"], (string?)skipped["data"]!["id"]));

        var note = Shipped with { Kind = MessageKind.Note, Recipients = [Late] };
        await gateway.RunAsync(QueueNames.ThreadPosts, MailQueues.Write(note));
        await gateway.Get<GatewayStorage>().Queue(QueueNames.OutboundMail).ClearMessagesAsync();
        await gateway.RunAsync(QueueNames.ThreadPosts, MailQueues.Write(note));
        await gateway.DrainAsync();
        var kept = Assert.Single(await PublishedEvents.ReadAsync(gateway));
        Assert.Equal((EventTypes.DeliverySkipped, "internal"), TypeAndProblem(kept));
        Assert.Equal((Late, Shipped.Id), ((string?)kept["data"]!["recipient"], (string?)kept["data"]!["id"]));
    }

    private static async Task<TestGateway> DeskAsync(
        string types,
        Action<IDictionary<string, string?>>? settings = null
    )
    {
        var gateway = await TestGateway.StartAsync(settings);
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events", types);
        return gateway;
    }

    private static async Task PutAsync<T>(TestGateway gateway, string queue, T message)
        where T : QueueContract
    {
        await gateway.Get<MailQueues>().PutAsync(queue, message, default);
        await gateway.DrainAsync();
    }

    private static async Task AnswerAsync(TestGateway gateway, string text)
    {
        await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[0], Ann, text));
        await gateway.DrainAsync();
    }

    private static async Task<ThreadKey> ThreadAsync(TestGateway gateway)
    {
        var key = ClaimKey.OfProgram(QueueNames.OutboundMail, Invoice.Id);
        return (await gateway.Get<ClaimStore>().FindAsync(key, default))!.Postings[0].Thread.Key;
    }

    private static async Task<MessageDelivery> DeliveryAsync(TestGateway gateway) =>
        Assert.Single(await gateway.DeliveriesAsync(await ThreadAsync(gateway)));

    private static SmtpBehaviour Refuse(params (string Recipient, string Reply)[] replies) =>
        new()
        {
            RefuseRecipient = (_, recipient) =>
                replies.Where(reply => reply.Recipient == recipient).Select(reply => reply.Reply).FirstOrDefault(),
        };

    private static (string?, string?, string?) NamesOf(JsonNode data) =>
        ((string?)data["id"], (string?)data["metadata"]?["tenant"], (string?)data["metadata"]?["order"]);

    private static (string?, string?) TypeAndProblem(JsonNode told) => (Type(told), Problem(told));

    private static string? Type(JsonNode told) => (string?)told["type"];

    private static string? Problem(JsonNode told) => (string?)told["data"]!["problem"];

    private static string? NextAttempt(JsonNode told) => (string?)told["data"]!["nextAttempt"];
}
