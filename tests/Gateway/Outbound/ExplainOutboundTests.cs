using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>What is explained is what is done: each question is asked, then the mail is really sent.</summary>
public sealed class ExplainOutboundTests
{
    [Theory]
    [InlineData("Sam <sam@mycompany.example>", null, false)]
    [InlineData("Mary <mary@customer.example>", null, false)]
    [InlineData("Mary <mary@customer.example>", null, true)]
    [InlineData("Mary <mary@customer.example>", "second", false)]
    [InlineData("sam@mycompany.example", "second", false)]
    public async Task A_program_s_mail_leaves_as_it_was_explained(string from, string? server, bool bulk)
    {
        await using var gateway = await StartAsync();
        var explained = await ExplainAsync(
            gateway,
            new OutboundQuestion
            {
                From = from,
                To = "bob@b.example",
                Server = server,
                Bulk = bulk,
                AuthorInternal = true,
            }
        );
        Assert.Empty(gateway.Catcher.Mails);

        var mail = new OutboundMail
        {
            Id = "m1",
            From = from,
            To = ["bob@b.example"],
            Subject = "Hello",
            Text = "Hi.",
            Server = server,
        };
        await gateway
            .Get<MailQueues>()
            .PutAsync(bulk ? QueueNames.OutboundBulk : QueueNames.OutboundMail, mail, default);
        await gateway.DrainAsync();

        var sent = Assert.Single(gateway.Sent);
        Assert.Equal(explained.From, Postern.Core.Addresses.EmailAddress.Parse(sent.From.ToString()).ToString());
        Assert.Equal(Plain(explained.Routes[0].EnvelopeFrom), Plain(gateway.Catcher.Mails[0].Envelope.From));
        Assert.Equal(explained.Routes[0].Server, explained.Server);
        Assert.Equal(explained.Server, Assert.Single(explained.Trace, reason => reason.Hit).ServerId);
    }

    [Fact]
    public async Task A_notification_leaves_as_it_was_explained()
    {
        await using var gateway = await StartAsync();
        var explained = await ExplainAsync(
            gateway,
            new OutboundQuestion { From = "Carl <carl@customer.example>", To = $"agent@{TestGateway.Domain}" }
        );
        var id = await gateway.PushAsync(Mails.New("Carl <carl@customer.example>", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();

        var delivery = Assert.Single(
            await gateway.DeliveriesAsync(Assert.Single((await gateway.JournalAsync(id)).Threads))
        );
        var sent = Assert.Single(gateway.Sent);
        Assert.Equal(
            (explained.Server, explained.From),
            (delivery.Server, Postern.Core.Addresses.EmailAddress.Parse(sent.From.ToString()).ToString())
        );
        Assert.True(explained.Encapsulated);
        Assert.Equal(Plain(explained.Routes[0].EnvelopeFrom), Plain(delivery.EnvelopeFrom!));
        Assert.StartsWith("catchall+", explained.ReplyTo, StringComparison.Ordinal);
        Assert.Equal(DmarcAlignment.Strict, explained.Routes[0].Alignment);
    }

    [Fact]
    public async Task Every_server_is_named_with_why_or_why_not()
    {
        await using var gateway = await StartAsync();
        var explained = await ExplainAsync(
            gateway,
            new OutboundQuestion
            {
                From = "sam@mycompany.example",
                To = "bob@b.example",
                AuthorInternal = true,
            }
        );

        foreach (var server in new[] { "first", "second", "third", "off", OutgoingServer.DefaultId })
            Assert.Contains(explained.Trace, reason => reason.ServerId == server);
        Assert.All(explained.Trace, reason => Assert.NotEmpty(reason.Text));
        Assert.Equal(["first", "third"], explained.Routes.Select(route => route.Server));
    }

    [Fact]
    public async Task A_mail_that_nobody_can_send_is_explained_too()
    {
        await using var gateway = await StartAsync();
        var explained = await ExplainAsync(
            gateway,
            new OutboundQuestion
            {
                From = "sam@mycompany.example",
                To = "bob@b.example",
                Server = "gone",
            }
        );

        Assert.Equal("There is no outgoing server 'gone'.", explained.Refusal);
        Assert.Empty(explained.Routes);
        Assert.Null(explained.Server);
    }

    private static async Task<OutboundExplanation> ExplainAsync(TestGateway gateway, OutboundQuestion question)
    {
        var (explanation, problem) = await gateway.Get<OutboundExplanations>().ExplainAsync(question, default);
        Assert.Null(problem);
        return explanation!;
    }

    // Without the tag, which names the delivery.
    private static string Plain(string address) =>
        address.Contains('+', StringComparison.Ordinal) ? $"{address.Split('+')[0]}@{address.Split('@')[1]}" : address;

    private static async Task<TestGateway> StartAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await PutServerAsync(gateway, "first", TestGateway.Domain, 5);
        await PutServerAsync(gateway, "second", "other.example, notifications@mycompany.example", 7);
        await PutServerAsync(gateway, "third", null, 20);
        await PutServerAsync(gateway, "off", null, 1, active: false);
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.bulk.server", "third");
        return gateway;
    }

    private static Task PutServerAsync(
        TestGateway gateway,
        string id,
        string? filter,
        int priority,
        bool active = true
    ) =>
        gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            id,
            new OutgoingServer
            {
                Name = id,
                Host = "127.0.0.1",
                Port = gateway.Catcher.Port,
                Security = ConnectionSecurity.None,
                FromFilter = filter,
                Priority = priority,
                Active = active,
            }
        );
}
