using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>
/// A customer's mail, an agent's answer, the customer's reply: through every function, on real storage.
/// </summary>
public sealed class MainPathTests
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";
    private const string Agent = "\"Anna Agent\" <agent@mycompany.example>";

    [Fact]
    public async Task A_customers_mail_to_an_alias_becomes_a_record_with_the_alias_s_default_values()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "sales",
                Model = "crm.lead",
                Defaults = new System.Text.Json.Nodes.JsonObject { ["team"] = "north", ["priority"] = 2 },
            }
        );
        var id = await gateway.PushAsync(Mails.New(Customer, "sales@mycompany.example", "Ten printers"));
        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Routed, entry.State);
        var thread = await gateway.Threads.FindAsync(Assert.Single(entry.Threads), default);
        Assert.Equal("crm.lead", thread!.Head.Model);
        Assert.Equal("Ten printers", thread.Head.Subject);
        Assert.Equal("north", (string?)thread.Head.Values!["team"]);
        Assert.Equal(2, (int)thread.Head.Values!["priority"]!);
        Assert.Equal(["carl@customer.example"], thread.Followers.Select(follower => follower.Address));
    }

    [Fact]
    public async Task The_agent_who_follows_is_notified_answers_and_the_customer_hears_of_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var customers = Mails.New(Customer, "support@mycompany.example");
        var id = await gateway.PushAsync(customers);
        await gateway.DrainAsync();
        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);

        var notified = Assert.Single(gateway.Sent);
        Assert.Equal("agent@mycompany.example", Assert.Single(notified.To.Mailboxes).Address);
        var from = Assert.Single(notified.From.Mailboxes);
        Assert.Equal(("Carl Customer", "notifications@mycompany.example"), (from.Name, from.Address));
        Assert.StartsWith("support+", Assert.Single(notified.ReplyTo.Mailboxes).Address, StringComparison.Ordinal);
        Assert.Contains(customers.MessageId, notified.References);
        Assert.Contains("It burns.", notified.TextBody, StringComparison.Ordinal);
        Assert.Contains("It burns.", notified.HtmlBody, StringComparison.Ordinal);

        var answer = await gateway.PushAsync(Mails.ReplyTo(notified, Agent, "Use the extinguisher."));
        await gateway.DrainAsync();
        Assert.Equal([thread], (await gateway.JournalAsync(answer)).Threads);
        var relayed = gateway.Sent[1];
        Assert.Equal("carl@customer.example", Assert.Single(relayed.To.Mailboxes).Address);
        Assert.Equal("Anna Agent", Assert.Single(relayed.From.Mailboxes).Name);
        Assert.Contains(customers.MessageId, relayed.References);

        var reply = await gateway.PushAsync(Mails.ReplyTo(relayed, Customer, "It worked."));
        await gateway.DrainAsync();
        Assert.Equal([thread], (await gateway.JournalAsync(reply)).Threads);
        Assert.Equal("agent@mycompany.example", Assert.Single(gateway.Sent[2].To.Mailboxes).Address);
        Assert.Equal(3, gateway.Sent.Count);
        var messages = await gateway.MessagesAsync(thread);
        Assert.Equal(
            ["carl@customer.example", "agent@mycompany.example", "carl@customer.example"],
            messages.Select(message => message.Author.Address)
        );
        Assert.Equal([null, "Use the extinguisher.", "It worked."], messages.Select(message => message.NewText));
        Assert.All(await gateway.DeliveriesAsync(thread), delivery => Assert.Equal(DeliveryState.Sent, delivery.State));
    }

    [Fact]
    public async Task The_tag_in_the_reply_address_finds_the_thread_when_the_client_drops_references()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var id = await gateway.PushAsync(Mails.New(Customer, "support@mycompany.example"));
        await gateway.DrainAsync();
        var bare = Mails.ReplyTo(gateway.Sent[0], Agent, "Use the extinguisher.");
        bare.Headers.Remove(MimeKit.HeaderId.References);
        bare.Headers.Remove(MimeKit.HeaderId.InReplyTo);

        var answer = await gateway.JournalAsync(await DrainedAsync(gateway, bare));

        Assert.Equal((await gateway.JournalAsync(id)).Threads, answer.Threads);
        Assert.Contains(
            answer.Reasons,
            reason =>
                reason is { Rule: "Reply", Hit: true } && reason.Text.StartsWith("The tag", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_forged_tag_is_nobodys_reply()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New(Customer, "support@mycompany.example"));
        await gateway.DrainAsync();
        var address = gateway.Sent[0].ReplyTo.Mailboxes.Single().Address;
        var forged = $"{address[..10]}{(address[10] == '0' ? '1' : '0')}{address[11..]}";

        var entry = await gateway.JournalAsync(await DrainedAsync(gateway, Mails.New("eve@evil.example", forged)));

        Assert.Contains(entry.Reasons, reason => reason is { Rule: "Reply", Hit: false });
        Assert.Contains(entry.Reasons, reason => reason is { Rule: "Alias", Hit: true });
    }

    [Fact]
    public async Task The_customers_second_mail_on_their_own_first_one_lands_on_its_thread()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var first = Mails.New(Customer, "support@mycompany.example");
        var id = await gateway.PushAsync(first);
        await gateway.DrainAsync();

        var second = await gateway.JournalAsync(
            await DrainedAsync(gateway, Mails.ReplyTo(first, Customer, "And it smells.", "support@mycompany.example"))
        );

        Assert.Equal((await gateway.JournalAsync(id)).Threads, second.Threads);
    }

    [Fact]
    public async Task Mail_that_nothing_takes_is_refused_with_the_reason_of_every_rule()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();

        var entry = await gateway.JournalAsync(
            await DrainedAsync(gateway, Mails.New(Customer, "nobody@mycompany.example"))
        );

        Assert.Equal(JournalState.Refused, entry.State);
        Assert.Contains("nobody@mycompany.example", entry.Reasons[^1].Text, StringComparison.Ordinal);
        Assert.Contains(entry.Reasons, reason => reason is { Rule: "Alias", Hit: false });
        Assert.Empty(gateway.Sent);
    }

    [Fact]
    public async Task The_same_mail_that_comes_twice_is_on_its_thread_once()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var mail = Mails.New(Customer, "support@mycompany.example");
        var first = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        mail.Headers.Insert(0, "Received", "from a.example by b.example; Mon, 2 Nov 2026 10:00:00 +0000");
        var second = await gateway.PushAsync(mail);
        await gateway.DrainAsync();

        Assert.NotEqual(first, second);
        Assert.Equal(JournalState.Duplicate, (await gateway.JournalAsync(second)).State);
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task A_note_reaches_internal_followers_only_and_so_does_the_answer_to_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway
            .Get<Postern.Gateway.Stores.PeopleStore>()
            .PutContactAsync(
                new Postern.Contracts.Http.Contact
                {
                    Address = "boss@mycompany.example",
                    Name = "Bo Boss",
                    Internal = true,
                },
                null,
                false,
                default
            );
        var thread = Assert.Single(
            (
                await gateway.JournalAsync(
                    await DrainedAsync(gateway, Mails.New(Customer, "support@mycompany.example"))
                )
            ).Threads
        );
        await gateway
            .Get<Postern.Gateway.Storage.MailQueues>()
            .PutAsync(
                Postern.Gateway.Storage.QueueNames.ThreadPosts,
                new Postern.Contracts.Queues.ThreadPost
                {
                    Id = "n1",
                    Thread = new() { Model = thread.Model, Id = thread.Id },
                    Author = Agent,
                    Text = "He is a VIP.",
                    Kind = MessageKind.Note,
                    Followers = ["boss@mycompany.example"],
                },
                default
            );
        await gateway.DrainAsync();
        Assert.Equal("boss@mycompany.example", gateway.Sent[^1].To.Mailboxes.Single().Address);

        await DrainedAsync(gateway, Mails.ReplyTo(gateway.Sent[^1], "boss@mycompany.example", "I know."));

        Assert.Equal(MessageKind.Note, (await gateway.MessagesAsync(thread))[^1].Kind);
        Assert.Equal("agent@mycompany.example", gateway.Sent[^1].To.Mailboxes.Single().Address);
        Assert.DoesNotContain(gateway.Sent, mail => mail.To.Mailboxes.Any(to => to.Address == "carl@customer.example"));
    }

    private static async Task<MailId> DrainedAsync(TestGateway gateway, MimeKit.MimeMessage mail)
    {
        var id = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        return id;
    }
}
