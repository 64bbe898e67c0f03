using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Configuration;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Outbound;

/// <summary>On whose behalf a program's mail is sent: the alias domain decides, as the company does in Odoo.</summary>
public sealed class AliasDomainTests
{
    [Fact]
    public async Task A_stranger_s_From_is_sent_as_the_notification_address_of_the_named_alias_domain()
    {
        await using var gateway = await TwoCompaniesAsync();

        await PutAsync(gateway, Mail("m1") with { AliasDomain = "second" });
        await PutAsync(gateway, Mail("m2") with { AliasDomain = "Second.example." });
        await PutAsync(gateway, Mail("m3"));
        await gateway.DrainAsync();

        Assert.Equal(
            ["notifications@mycompany.example", "notifications@second.example", "notifications@second.example"],
            gateway.Sent.Select(mail => mail.From.Mailboxes.Single().Address).Order()
        );
        Assert.Equal(
            ["mycompany.example", "second.example", "second.example"],
            gateway.Catcher.Mails.Select(mail => mail.Envelope.From.Split('@')[1]).Order()
        );
    }

    [Fact]
    public async Task A_mail_on_behalf_of_an_alias_domain_that_is_not_there_waits_for_a_person()
    {
        await using var gateway = await TwoCompaniesAsync();

        await PutAsync(gateway, Mail("m1") with { AliasDomain = "secund" });
        await gateway.DrainAsync();

        await AssertRejectedAsync(gateway, QueueNames.OutboundMail);
    }

    [Fact]
    public async Task A_post_that_makes_a_thread_on_an_alias_domain_that_is_not_there_waits_for_a_person()
    {
        await using var gateway = await TwoCompaniesAsync();
        var post = new ThreadPost
        {
            Id = "p1",
            Thread = new ThreadItem
            {
                Model = "sale.order",
                Id = "1",
                Create = true,
            },
            AliasDomain = "secund",
            Author = "sam@mycompany.example",
            Subject = "Order 1",
            Text = "Sent.",
            Followers = ["ann@a.example"],
        };

        await gateway.Get<MailQueues>().PutAsync(QueueNames.ThreadPosts, post, default);
        await gateway.DrainAsync();

        await AssertRejectedAsync(gateway, QueueNames.ThreadPosts);
    }

    private static async Task AssertRejectedAsync(TestGateway gateway, string queue)
    {
        var rejected = (
            await gateway.Get<AttentionStore>().FindAsync(null, 10, AttentionKind.Rejected, null, default)
        ).Items;
        var item = Assert.Single(rejected);
        Assert.Equal(queue, item.Queue);
        Assert.Equal("aliasDomain", item.Field);
        Assert.Contains("'secund'", item.Reason, StringComparison.Ordinal);
        Assert.Empty(gateway.Sent);
    }

    private static async Task<TestGateway> TwoCompaniesAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.AliasDomain, "second", new AliasDomain { Name = "second.example" });
        return gateway;
    }

    private static OutboundMail Mail(string id) =>
        new()
        {
            Id = id,
            From = "Xenia <xenia@stranger.example>",
            To = ["ann@a.example"],
            Subject = "Hello",
            Text = "Hi.",
        };

    private static Task PutAsync(TestGateway gateway, OutboundMail mail) =>
        gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, mail, default);
}
