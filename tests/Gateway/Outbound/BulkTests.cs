using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Claims;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Functions;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>
/// Mailings: they keep out of the way of other mail, can be ended by who gets them, and pass over the blacklist.
/// </summary>
public sealed class BulkTests
{
    private const string Public = "https://mail.mycompany.example";
    private const string Ann = "ann@a.example";

    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_reply_that_is_posted_after_a_mailing_of_500_is_sent_before_it()
    {
        const int recipients = 500;
        await using var gateway = await DeskAsync();
        await SendAsync(
            gateway,
            QueueNames.OutboundBulk,
            Mailing("m1", [.. Enumerable.Range(0, recipients).Select(i => $"r{i}@a.example")]),
            drain: false
        );
        await gateway.StepAsync(QueueNames.OutboundBulk);
        Assert.Empty(gateway.Sent);

        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}", "It burns"));
        await gateway.StepAsync(QueueNames.InboundMail);
        await gateway.StepAsync(QueueNames.OutboundMail);

        Assert.Equal("It burns", Assert.Single(gateway.Sent).Subject);
        await gateway.DrainAsync();
        Assert.Equal(recipients, gateway.Sent.Count(mail => mail.Subject == "News"));
        Assert.Equal(
            recipients + 1,
            gateway.Catcher.Mails.Select(mail => Assert.Single(mail.Envelope.Recipients)).Distinct().Count()
        );
    }

    [Fact]
    public async Task A_mailing_says_that_it_is_one_and_how_to_end_it_and_shows_nobody_the_others()
    {
        await using var gateway = await DeskAsync();
        // RFC 5321 §4.5.3.1.3: 256 octets with the brackets.
        var longest = $"{new string('l', 64)}@{new string('d', 63)}.{new string('d', 62)}.{new string('d', 62)}";
        await SendAsync(gateway, QueueNames.OutboundBulk, Mailing("m1", [Ann, longest]));

        Assert.Equal(2, gateway.Sent.Count);
        var keys = await gateway.Get<TagKeys>().GetAsync(default);
        foreach (var (caught, mail) in gateway.Catcher.Mails.Zip(gateway.Sent))
        {
            var recipient = Assert.Single(caught.Envelope.Recipients);
            Assert.Equal("bulk", mail.Headers["Precedence"]);
            Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
            Assert.Equal(recipient, UnsubscribeTag.Read(keys, Token(mail))!.Address);
            Assert.Equal(recipient, Assert.Single(mail.To.Mailboxes).Address);
            Assert.Empty(mail.Cc);
            Assert.Contains(
                $"<{Public}/api/unsubscribe/{Token(mail)}>",
                Encoding.ASCII.GetString(caught.Raw),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Other_mail_offers_no_unsubscribing_and_neither_does_a_gateway_without_public_address()
    {
        await using var gateway = await DeskAsync();
        await SendAsync(gateway, QueueNames.OutboundMail, Mailing("m1", [Ann]));
        Assert.Null(Assert.Single(gateway.Sent).Headers["List-Unsubscribe"]);
        Assert.Null(gateway.Sent[0].Headers["Precedence"]);

        await using var nowhere = await TestGateway.StartAsync(settings => settings["PublicUrl"] = null);
        await nowhere.SetUpDeskAsync();
        await SendAsync(nowhere, QueueNames.OutboundBulk, Mailing("m1", [Ann]));
        var sent = Assert.Single(nowhere.Sent);
        Assert.Equal(
            ("bulk", null, null),
            (sent.Headers["Precedence"], sent.Headers["List-Unsubscribe"], sent.Headers["List-Unsubscribe-Post"])
        );
    }

    [Fact]
    public async Task One_click_ends_mailings_but_not_other_mail()
    {
        await using var gateway = await DeskAsync();
        await SendAsync(gateway, QueueNames.OutboundBulk, Mailing("m1", [Ann, "bob@b.example"]));
        var mail = gateway
            .Catcher.Mails.Zip(gateway.Sent)
            .Single(pair => pair.First.Envelope.Recipients.Contains(Ann))
            .Second;
        Assert.Equal(200, await PostAsync(gateway, Token(mail), "List-Unsubscribe=One-Click"));
        var earlier = gateway.Catcher.Mails.Count;

        var bulk = await SendAsync(gateway, QueueNames.OutboundBulk, Mailing("m2", [Ann, "bob@b.example"]));
        Assert.Equal(
            ["bob@b.example"],
            gateway.Catcher.Mails.Skip(earlier).Select(caught => Assert.Single(caught.Envelope.Recipients))
        );
        var skipped = Assert.Single(bulk, delivery => delivery.Recipient == Ann);
        Assert.Equal(
            (DeliveryState.Skipped, DeliveryProblem.Unsubscribed, 0),
            (skipped.State, skipped.Problem, skipped.Attempts)
        );
        Assert.Contains("(unsubscribed)", skipped.Reply, StringComparison.Ordinal);

        var own = Assert.Single(await SendAsync(gateway, QueueNames.OutboundMail, Mailing("m3", [Ann])));
        Assert.Equal(DeliveryState.Sent, own.State);
        Assert.Contains("(unsubscribed)", own.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailing_that_waits_is_skipped_when_its_recipient_unsubscribes_meanwhile()
    {
        await using var gateway = await DeskAsync();
        gateway.Catcher.Behaviour = new() { RefuseRecipient = (_, _) => "450 4.2.0 Mailbox busy" };
        var thread = await ThreadAsync(gateway, QueueNames.OutboundBulk, Mailing("m1", [Ann]));
        await gateway.Get<BlacklistEditor>().UnsubscribeAsync(Ann, default);
        gateway.Catcher.Behaviour = new();
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(20));

        var skipped = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Skipped, 1, null), (skipped.State, skipped.Attempts, skipped.NextAttempt));
        Assert.Empty(gateway.Sent);
    }

    [Fact]
    public async Task An_entry_that_expires_holds_mailings_back_until_then()
    {
        await using var gateway = await DeskAsync();
        await gateway
            .Get<BlacklistEditor>()
            .PutAsync(
                new BlacklistEntry
                {
                    Address = Ann,
                    Reason = BlacklistReason.Bounces,
                    Expires = gateway.Time.GetUtcNow().AddDays(1),
                },
                EditCondition.None,
                default
            );
        Assert.Equal(
            DeliveryState.Skipped,
            Assert.Single(await SendAsync(gateway, QueueNames.OutboundBulk, Mailing("m1", [Ann]))).State
        );
        gateway.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(
            DeliveryState.Sent,
            Assert.Single(await SendAsync(gateway, QueueNames.OutboundBulk, Mailing("m2", [Ann]))).State
        );
    }

    [Fact]
    public async Task A_post_warns_of_a_new_follower_who_is_on_the_blacklist()
    {
        await using var gateway = await DeskAsync();
        await gateway
            .Get<BlacklistEditor>()
            .PutAsync(
                new BlacklistEntry { Address = Ann, Reason = BlacklistReason.Complaint },
                EditCondition.None,
                default
            );
        await gateway
            .Get<MailQueues>()
            .PutAsync(
                QueueNames.ThreadPosts,
                new ThreadPost
                {
                    Id = "p1",
                    Thread = new ThreadItem
                    {
                        Model = "news",
                        Id = "1",
                        Create = true,
                    },
                    Author = "sam@mycompany.example",
                    Text = "Hi.",
                    Followers = [Ann, "bob@b.example"],
                },
                default
            );
        await gateway.DrainAsync();

        var deliveries = await gateway.DeliveriesAsync(new ThreadKey("news", "1"));
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryState.Sent, delivery.State));
        Assert.Contains(
            "(complaint)",
            Assert.Single(deliveries, delivery => delivery.Recipient == Ann).Warning,
            StringComparison.Ordinal
        );
        Assert.Null(Assert.Single(deliveries, delivery => delivery.Recipient != Ann).Warning);
    }

    [Fact]
    public async Task A_mass_mail_s_delivery_asks_the_blacklist_once()
    {
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(settings => settings["PublicUrl"] = Public, calls);
        await gateway.SetUpDeskAsync();
        await SendAsync(gateway, QueueNames.OutboundBulk, Mailing("warm", [Ann]));
        await SendAsync(gateway, QueueNames.OutboundBulk, Mailing("m1", [Ann]), drain: false);
        await gateway.StepAsync(QueueNames.OutboundBulk);
        calls.Reset();
        await gateway.StepAsync(QueueNames.OutboundBulk);

        Assert.Single(calls.Calls, call => call.Contains("/people", StringComparison.Ordinal));
        Assert.Equal(5, calls.Calls.Count);
    }

    private static OutboundMail Mailing(string id, IReadOnlyList<string> recipients) =>
        new()
        {
            Id = id,
            From = "news@mycompany.example",
            Bcc = recipients,
            Subject = "News",
            Text = "Much.",
        };

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync(settings => settings["PublicUrl"] = Public);
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private static async Task<IReadOnlyList<MessageDelivery>> SendAsync(
        TestGateway gateway,
        string queue,
        OutboundMail mail,
        bool drain = true
    )
    {
        await gateway.Get<MailQueues>().PutAsync(queue, mail, default);
        if (!drain)
            return [];
        await gateway.DrainAsync();
        return await gateway.DeliveriesAsync(await FindAsync(gateway, mail.Id));
    }

    private static async Task<ThreadKey> ThreadAsync(TestGateway gateway, string queue, OutboundMail mail)
    {
        await SendAsync(gateway, queue, mail);
        return await FindAsync(gateway, mail.Id);
    }

    private static async Task<ThreadKey> FindAsync(TestGateway gateway, string id) =>
        (await gateway.Get<ClaimStore>().FindAsync(ClaimKey.OfProgram(QueueNames.OutboundMail, id), default))!
            .Postings[0]
            .Thread
            .Key;

    private static string Token(MimeKit.MimeMessage mail) =>
        mail.Headers["List-Unsubscribe"]!.Trim('<', '>').Split('/')[^1];

    private static async Task<int> PostAsync(TestGateway gateway, string token, string form)
    {
        var context = new DefaultHttpContext { RequestServices = gateway.Services };
        context.Request.Method = "POST";
        context.Request.ContentType = "application/x-www-form-urlencoded";
        context.Request.Body = new MemoryStream(Encoding.ASCII.GetBytes(form));
        var answer = await ActivatorUtilities
            .CreateInstance<Unsubscribe>(gateway.Services)
            .RunAsync(context.Request, token, default);
        await answer.ExecuteResultAsync(new ActionContext(context, new RouteData(), new ActionDescriptor()));
        return context.Response.StatusCode;
    }
}
