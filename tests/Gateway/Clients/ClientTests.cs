using Postern.Client;
using Postern.Contracts;
using Postern.Contracts.Events;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.DeskSample;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Clients;

/// <summary>The package for programs, and the sample that uses it, against a gateway.</summary>
public sealed class ClientTests
{
    private const string Carl = "carl@customer.example";
    private static readonly ThreadItem Ticket = new() { Model = "helpdesk.ticket", Id = "7" };

    [Fact]
    [Trait("Speed", "Long")]
    public async Task The_desk_of_the_samples_opens_a_ticket_and_sees_the_customers_answer()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var gateway = await StartAsync(storage);
        var output = new StringWriter();
        var commands = new StringReader($"open 7 {Carl} It is mended.\nanswer 7\nend");
        await new SupportDesk(new PosternClient(storage), commands, output).RunAsync(default);
        await gateway.DrainAsync();
        await gateway.PushAsync(Mails.ReplyTo(Assert.Single(gateway.Sent), Carl, "Thank you."));
        await gateway.DrainAsync();

        await new SupportDesk(new PosternClient(storage), new StringReader("events"), output).RunAsync(default);

        var lines = output.ToString();
        Assert.Contains("7: posted", lines, StringComparison.Ordinal);
        Assert.Contains("text: is missing", lines, StringComparison.Ordinal);
        Assert.Contains($"7: sent to {Carl}", lines, StringComparison.Ordinal);
        Assert.Contains($"7: {Carl} wrote", lines, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task What_is_too_long_for_a_message_travels_as_a_blob_and_the_same_message_is_sent_once()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var gateway = await StartAsync(storage);
        var client = new PosternClient(storage);
        var post = new ThreadPost
        {
            Id = "long",
            Thread = Ticket with { Create = true },
            Author = $"desk@{TestGateway.Domain}",
            Subject = "Long",
            Text = new string('x', 70_000),
            Followers = [Carl],
            Attachments = [new AttachmentItem { Name = "a.bin", Content = Convert.ToBase64String(new byte[100_000]) }],
        };
        var mail = new OutboundMail
        {
            Id = "short",
            From = $"desk@{TestGateway.Domain}",
            To = ["dora@customer.example"],
            Subject = "Short",
            Text = "Hello.",
        };
        var incoming = new MemoryStream();
        await Mails.New(Carl, $"support@{TestGateway.Domain}", text: new string('y', 30_000)).WriteToAsync(incoming);
        var raw = BinaryData.FromBytes(incoming.ToArray());
        for (var time = 0; time < 2; time++)
        {
            await client.PostAsync(post);
            await client.SendAsync(mail);
            await client.SendBulkAsync(mail with { Id = "bulk", To = [], Bcc = ["dora@customer.example"] });
            await client.PushAsync(raw);
        }

        await gateway.DrainAsync();

        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
        // The agent hears of the mail that came in.
        string[] subjects = ["Long", "Printer on fire", "Short", "Short"];
        Assert.Equal(subjects, gateway.Sent.Select(sent => sent.Subject).Order());
        var message = Assert.Single(await gateway.MessagesAsync(new ThreadKey("helpdesk.ticket", "7")));
        Assert.Equal(100_000, Assert.Single(message.Attachments).Size);
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task An_event_that_is_not_completed_stays()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var gateway = await StartAsync(storage);
        await gateway.PushAsync(Mails.New(Carl, $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        var types = new List<string>();
        await foreach (var received in new PosternClient(storage).ReadEventsAsync(untilEmpty: true))
        {
            types.Add(received.Event.Type);
            if (received.Event.Type != EventTypes.RecordCreated)
                await received.CompleteAsync();
        }

        Assert.Equal([EventTypes.DeliverySent, EventTypes.MessageReceived, EventTypes.RecordCreated], types.Order());
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.MailEvents);
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_message_that_would_be_rejected_names_its_field_and_is_not_put()
    {
        var post = new ThreadPost
        {
            Id = "1",
            Thread = Ticket,
            Author = "desk@mycompany.example",
            Text = "Hello.",
        };
        (ThreadPost Post, string Field)[] wrong =
        [
            (post with { Id = "" }, "id"),
            (post with { Author = "Desk" }, "author"),
            (post with { Thread = Ticket with { Model = "" } }, "thread.model"),
            (post with { Followers = ["carl"] }, "followers"),
            (post with { Text = null }, "text"),
            (post with { TextBlob = "a" }, "textBlob"),
            (post with { Attachments = [new AttachmentItem { Name = "a" }] }, "attachments[0]"),
            (post with { Attachments = [new AttachmentItem { Content = "" }] }, "attachments[0].name"),
        ];
        // Nobody listens there: a call would fail otherwise.
        var client = new PosternClient("UseDevelopmentStorage=true");
        foreach (var (message, field) in wrong)
        {
            var problem = await Assert.ThrowsAsync<InvalidMessageException>(() => client.PostAsync(message));
            Assert.Equal(field, problem.Problem.Field);
        }
    }

    private static async Task<TestGateway> StartAsync(string storage)
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        var gateway = await TestGateway.StartAsync(storage, time, null);
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events", "all");
        return gateway;
    }
}
