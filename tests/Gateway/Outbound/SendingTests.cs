using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>What becomes of a delivery when servers refuse, defer, hang up or are not there.</summary>
public sealed class SendingTests
{
    [Fact]
    public async Task A_4xx_reply_waits_in_due_and_is_sent_when_its_time_has_come()
    {
        await using var gateway = await DeskAsync();
        var busy = true;
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseRecipient = (_, _) => busy ? "450 4.2.0 Mailbox busy" : null,
        };
        var thread = await SendAsync(gateway);

        var waiting = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Waiting, DeliveryProblem.Recipient), (waiting.State, waiting.Problem));
        Assert.StartsWith("450", waiting.Reply, StringComparison.Ordinal);
        Assert.InRange(
            waiting.NextAttempt!.Value - gateway.Time.GetUtcNow(),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(15)
        );
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(1, (await gateway.DeliveriesAsync(thread))[0].Attempts);

        busy = false;
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(12));
        var sent = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Sent, 2, 0), (sent.State, sent.Attempts, sent.PossibleDoubles));
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task A_mail_that_is_deferred_for_three_days_fails_with_the_server_s_last_words()
    {
        await using var gateway = await DeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => "451 4.7.1 Greylisted" };
        var thread = await SendAsync(gateway);
        for (var hours = 0; hours < 80; hours += 5)
            await gateway.AdvanceAsync(TimeSpan.FromHours(5));

        var failed = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Failed, DeliveryProblem.Expired), (failed.State, failed.Problem));
        Assert.Contains("Greylisted", failed.Reply, StringComparison.Ordinal);
        Assert.Empty(gateway.Sent);
    }

    [Fact]
    public async Task A_5xx_reply_fails_at_once_and_the_thread_shows_it()
    {
        await using var gateway = await DeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => "550 5.1.1 No such user" };
        var thread = await SendAsync(gateway);

        var failed = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal(
            (DeliveryState.Failed, DeliveryProblem.Recipient, 1),
            (failed.State, failed.Problem, failed.Attempts)
        );
        Assert.Contains("No such user", failed.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_recipient_s_refusal_leaves_the_others_alone()
    {
        await using var gateway = await DeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseRecipient = (_, recipient) =>
                recipient.StartsWith("bad", StringComparison.Ordinal) ? "550 5.1.1 No such user" : null,
        };
        await PutAsync(
            gateway,
            new OutboundMail
            {
                Id = "m1",
                From = "sam@mycompany.example",
                To = ["good@a.example", "bad@b.example"],
                Cc = ["also@c.example"],
                Bcc = ["hidden@d.example"],
                Subject = "Hello",
                Text = "Hi.",
            }
        );
        await gateway.DrainAsync();

        Assert.Equal(
            ["also@c.example", "good@a.example", "hidden@d.example"],
            gateway.Catcher.Mails.Select(mail => Assert.Single(mail.Envelope.Recipients)).Order()
        );
        Assert.All(
            gateway.Sent,
            mail =>
            {
                Assert.Equal(["good@a.example", "bad@b.example"], mail.To.Mailboxes.Select(to => to.Address));
                Assert.Equal(["also@c.example"], mail.Cc.Mailboxes.Select(cc => cc.Address));
                Assert.DoesNotContain("hidden", mail.ToString(), StringComparison.Ordinal);
            }
        );
        Assert.Single(gateway.Sent.Select(mail => mail.MessageId).Distinct());
    }

    [Fact]
    public async Task A_program_s_mail_put_twice_is_sent_once()
    {
        await using var gateway = await DeskAsync();
        var mail = new OutboundMail
        {
            Id = "m1",
            From = "sam@mycompany.example",
            To = ["ann@a.example"],
            Subject = "Hello",
            Html = "<p>Hi<script>alert(1)</script></p>",
            Headers = new Dictionary<string, string> { ["X-Priority"] = "1" },
        };
        await PutAsync(gateway, mail);
        await PutAsync(gateway, mail);
        await gateway.DrainAsync();

        var sent = Assert.Single(gateway.Sent);
        Assert.Equal("1", sent.Headers["X-Priority"]);
        Assert.DoesNotContain("script", sent.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_lost_after_the_final_dot_is_unknown_and_sent_again_with_the_same_message_id_and_return_path()
    {
        await using var gateway = await DeskAsync();
        var first = true;
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ =>
            {
                (var drop, first) = (first, false);
                return drop ? SmtpDataAnswer.Drop(keeps: true) : SmtpDataAnswer.Accept;
            },
        };
        var thread = await SendAsync(gateway);

        var unknown = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Unknown, DeliveryProblem.Lost), (unknown.State, unknown.Problem));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(14));
        Assert.Single(gateway.Sent);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(2));

        var sent = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Sent, 1), (sent.State, sent.PossibleDoubles));
        Assert.Equal(2, gateway.Sent.Count);
        Assert.Single(gateway.Sent.Select(mail => mail.MessageId).Distinct());
        Assert.StartsWith(
            "bounce+",
            Assert.Single(gateway.Catcher.Mails.Select(mail => mail.Envelope.From).Distinct()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_kept_connection_that_died_is_replaced_within_the_attempt()
    {
        await using var gateway = await DeskAsync();
        await SendAsync(gateway, "First");
        Assert.Equal(1, gateway.Catcher.Connections);
        await SendAsync(gateway, "Second");
        Assert.Equal(1, gateway.Catcher.Connections);
        gateway.Catcher.Behaviour = new SmtpBehaviour();
        gateway.Time.Advance(TimeSpan.FromMinutes(10));

        var thread = await SendAsync(gateway, "Third");

        Assert.Equal(1, Assert.Single(await gateway.DeliveriesAsync(thread)).Attempts);
        Assert.Equal(2, gateway.Catcher.Connections);
        Assert.Equal(3, gateway.Sent.Count);
    }

    [Fact]
    public async Task When_the_chosen_server_is_dead_the_next_that_may_send_the_same_From_does()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "dead",
            new OutgoingServer
            {
                Name = "Dead",
                Host = "127.0.0.1",
                Port = 1,
                Security = ConnectionSecurity.None,
                FromFilter = TestGateway.Domain,
                Priority = 1,
            }
        );
        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "alive",
            new OutgoingServer
            {
                Name = "Alive",
                Host = "127.0.0.1",
                Port = gateway.Catcher.Port,
                Security = ConnectionSecurity.None,
                FromFilter = TestGateway.Domain,
                Priority = 20,
            }
        );

        var sent = Assert.Single(await gateway.DeliveriesAsync(await SendAsync(gateway)));

        Assert.Equal((DeliveryState.Sent, "alive"), (sent.State, sent.Server));
    }

    [Fact]
    public async Task Without_any_server_the_delivery_fails_with_the_reason()
    {
        await using var gateway = await TestGateway.StartAsync(settings => settings["DefaultServer:Host"] = "");
        await gateway.SetUpDeskAsync();

        var failed = Assert.Single(await gateway.DeliveriesAsync(await SendAsync(gateway)));

        Assert.Equal((DeliveryState.Failed, DeliveryProblem.NoServer), (failed.State, failed.Problem));
        Assert.NotEmpty(failed.Reply!);
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Two_hundred_and_fifty_followers_get_one_mail_each()
    {
        const int followers = 250;
        await using var gateway = await TestGateway.StartAsync(settings => settings["DefaultServer:DailyLimit"] = "0");
        await gateway.SetUpDeskAsync();
        await PutAsync(
            gateway,
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
                Author = "Sam <sam@mycompany.example>",
                Subject = "News",
                Text = "Much.",
                Followers = [.. Enumerable.Range(0, followers).Select(i => $"f{i}@a.example")],
            }
        );
        await gateway.DrainAsync();

        Assert.Equal(
            followers,
            gateway.Catcher.Mails.Select(mail => Assert.Single(mail.Envelope.Recipients)).Distinct().Count()
        );
        Assert.Equal(followers, gateway.Catcher.Mails.Count);
        Assert.Null(Assert.Single(await gateway.MessagesAsync(new ThreadKey("news", "1"))).FanOut);
    }

    [Fact]
    public async Task A_mail_whose_attachment_is_gone_fails_as_a_queue_message_and_is_not_tried()
    {
        await using var gateway = await DeskAsync();
        await gateway.QueueDeliveriesAsync();
        await PutAsync(
            gateway,
            new OutboundMail
            {
                Id = "m1",
                From = "sam@mycompany.example",
                To = ["ann@a.example"],
                Subject = "Hello",
                Text = "Hi.",
                Attachments = [new AttachmentItem { Name = "a.txt", Content = "SGk=" }],
            }
        );
        await gateway.StepAsync(QueueNames.OutboundMail);
        var container = gateway.Get<GatewayStorage>().Container(ContainerNames.Content);
        await foreach (
            var blob in container.GetBlobsAsync(
                Azure.Storage.Blobs.Models.BlobTraits.None,
                Azure.Storage.Blobs.Models.BlobStates.None,
                null,
                default
            )
        )
            await container.DeleteBlobAsync(blob.Name);

        await Assert.ThrowsAsync<InvalidDataException>(() => gateway.StepAsync(QueueNames.OutboundMail));

        Assert.Empty(gateway.Sent);
        Assert.Equal(0, gateway.Catcher.Connections);
    }

    [Fact]
    public async Task A_delivery_whose_every_run_dies_is_given_up_after_the_retry_period()
    {
        await using var gateway = await DeskAsync();
        var thread = await SendAsync(gateway);
        var message = (await gateway.MessagesAsync(thread))[0];
        var reference = (await gateway.DeliveriesAsync(thread))[0].Reference(thread);
        var found = (await gateway.Threads.FindDeliveryAsync(reference, default))!;
        await gateway.Threads.TrySaveAsync(
            thread,
            found.Delivery,
            found.Delivery.Value with
            {
                State = DeliveryState.Sending,
                LeasedUntil = gateway.Time.GetUtcNow(),
            },
            default
        );
        gateway.Time.Advance(TimeSpan.FromDays(4.1));

        await gateway
            .Get<MailQueues>()
            .PutAsync(QueueNames.OutboundMail, new DeliveryItem { Delivery = reference }, default);
        await gateway.DrainAsync();

        Assert.Equal(
            (DeliveryState.Failed, DeliveryProblem.Expired),
            ((await gateway.DeliveriesAsync(thread))[0].State, (await gateway.DeliveriesAsync(thread))[0].Problem)
        );
        Assert.Equal(message.MessageId, Assert.Single(gateway.Sent).MessageId);
    }

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    private static async Task<ThreadKey> SendAsync(TestGateway gateway, string subject = "Printer on fire")
    {
        var id = await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}", subject));
        await gateway.DrainAsync();
        return Assert.Single((await gateway.JournalAsync(id)).Threads);
    }

    private static Task PutAsync(TestGateway gateway, OutboundMail mail) =>
        PutAsync(gateway, QueueNames.OutboundMail, mail);

    private static Task PutAsync<T>(TestGateway gateway, string queue, T item)
        where T : QueueContract => gateway.Get<MailQueues>().PutAsync(queue, item, default);
}
