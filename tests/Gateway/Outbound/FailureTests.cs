using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Reports;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Inbound;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>
/// What did not arrive is seen at its thread and at the attention list until somebody takes care of it (P29).
/// </summary>
public sealed class FailureTests
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";
    private const string Agent = "agent@mycompany.example";
    private string? _refusal = "550 5.1.1 No such user";

    [Fact]
    public async Task A_refused_delivery_flags_the_thread_for_the_author_and_is_listed()
    {
        await using var gateway = await DeskAsync();
        var (thread, failure) = await FailAsync(gateway);

        Assert.Equal(
            (Agent, DeliveryState.Failed, DeliveryProblem.Recipient),
            (failure.Recipient, failure.State, failure.Problem)
        );
        Assert.Equal("carl@customer.example", failure.Author);
        Assert.Contains("550", failure.Reply, StringComparison.Ordinal);
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal(
            (AttentionKind.Undelivered, thread, failure.Delivery, failure.Author),
            (item.Kind, item.Thread, item.Delivery, item.Author)
        );
        Assert.Contains("Printer on fire", item.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_without_a_subject_is_listed_with_that_of_its_thread()
    {
        await using var gateway = await DeskAsync();
        var (thread, _) = await FailAsync(gateway);
        var post = new Postern.Contracts.Queues.ThreadPost
        {
            Id = "1",
            Thread = new() { Model = thread.Model, Id = thread.Id },
            Author = "boss@mycompany.example",
            Text = "And now?",
        };

        await gateway.Get<MailQueues>().PutAsync(QueueNames.ThreadPosts, post, default);
        await gateway.DrainAsync();

        var items = await gateway.Get<AttentionStore>().ListAsync(10, default);
        var item = Assert.Single(
            items,
            item => item.Author == post.Author && item.Reason.Contains(Agent, StringComparison.Ordinal)
        );
        Assert.StartsWith($"To {Agent}: Printer on fire. ", item.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trying_again_takes_the_flag_away_and_sends_the_same_mail()
    {
        await using var gateway = await DeskAsync();
        var (thread, failure) = await FailAsync(gateway);
        Mend();

        Assert.Equal(
            new RetryResult(),
            await gateway.Get<DeliveryFailures>().RetryAsync(thread, DeliveryId.Read(failure.Delivery)!, default)
        );
        await gateway.DrainAsync();

        Assert.Empty(await gateway.Threads.ListFailuresAsync(thread, default));
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal(
            (DeliveryState.Sent, 1),
            ((await gateway.DeliveriesAsync(thread))[0].State, (await gateway.DeliveriesAsync(thread))[0].Attempts)
        );
        Assert.Equal((await gateway.MessagesAsync(thread))[0].MessageId, Assert.Single(gateway.Sent).MessageId);
        Assert.Equal(
            new RetryResult(Refusal: "A server has accepted it."),
            await gateway.Get<DeliveryFailures>().RetryAsync(thread, DeliveryId.Read(failure.Delivery)!, default)
        );
    }

    [Fact]
    public async Task A_retry_whose_queue_message_is_lost_is_sent_all_the_same()
    {
        var queue = new Interjection(request =>
            request.Method == Azure.Core.RequestMethod.Post
            && request.Uri.Path.Contains(QueueNames.OutboundMail, StringComparison.Ordinal)
        );
        await using var gateway = await TestGateway.StartAsync(null, queue);
        await gateway.SetUpDeskAsync();
        var (thread, failure) = await FailAsync(gateway);
        Mend();
        queue.Act = () => throw new InvalidOperationException("The instance ends here.");

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            gateway.Get<DeliveryFailures>().RetryAsync(thread, DeliveryId.Read(failure.Delivery)!, default)
        );
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(DeliveryState.Sent, (await gateway.DeliveriesAsync(thread))[0].State);
    }

    [Fact]
    public async Task A_retry_that_fails_again_is_flagged_again()
    {
        await using var gateway = await DeskAsync();
        var (thread, failure) = await FailAsync(gateway);
        await gateway.Get<DeliveryFailures>().RetryAsync(thread, DeliveryId.Read(failure.Delivery)!, default);
        await gateway.DrainAsync();
        Assert.Single(await gateway.Threads.ListFailuresAsync(thread, default));
        Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
    }

    [Fact]
    public async Task Dismissing_takes_the_flag_away_and_leaves_the_delivery_failed()
    {
        await using var gateway = await DeskAsync();
        var (thread, failure) = await FailAsync(gateway);

        Assert.True(
            await gateway.Get<DeliveryFailures>().DismissAsync(thread, DeliveryId.Read(failure.Delivery)!, default)
        );
        Assert.False(
            await gateway.Get<DeliveryFailures>().DismissAsync(thread, DeliveryId.Read(failure.Delivery)!, default)
        );

        Assert.Empty(await gateway.Threads.ListFailuresAsync(thread, default));
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal(
            (DeliveryState.Failed, true),
            ((await gateway.DeliveriesAsync(thread))[0].State, (await gateway.DeliveriesAsync(thread))[0].Dismissed)
        );
        // The queue message of the failed try comes once more: what was dismissed is not listed again.
        await gateway.RunAsync(
            QueueNames.OutboundMail,
            WaitingMail.Message((await gateway.DeliveriesAsync(thread))[0].Reference(thread))
        );
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
    }

    [Fact]
    public async Task A_bounce_after_acceptance_flags_the_thread_once_and_a_late_one_leaves_a_new_try_alone()
    {
        await using var gateway = await DeskAsync();
        await gateway.PushAsync(Mails.New(Customer, "support@mycompany.example"));
        await gateway.DrainAsync();
        var thread = (await gateway.Get<AttentionStore>().ListAsync(10, default)) is []
            ? await OnlyThreadAsync(gateway)
            : throw new InvalidOperationException("Nothing has failed yet.");
        var sent = (await gateway.DeliveriesAsync(thread))[0];
        var (failures, bounces) = (gateway.Get<DeliveryFailures>(), gateway.Get<BounceProcessor>());

        await bounces.ApplyAsync([Report("550 5.1.1 No such user", "1")], default);
        await bounces.ApplyAsync([Report("550 5.1.1 No such user", "1")], default);

        Assert.Equal(
            (DeliveryState.Bounced, "550 5.1.1 No such user"),
            ((await gateway.DeliveriesAsync(thread))[0].State, (await gateway.DeliveriesAsync(thread))[0].Reply)
        );
        Assert.Equal(
            "550 5.1.1 No such user",
            Assert.Single(await gateway.Threads.ListFailuresAsync(thread, default)).Reply
        );
        Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        await failures.RetryAsync(thread, DeliveryId.Of(sent), default);
        await bounces.ApplyAsync([Report("550 5.1.1 A late report", "2")], default);
        Assert.Equal(DeliveryState.Queued, (await gateway.DeliveriesAsync(thread))[0].State);
        Assert.Empty(await gateway.Threads.ListFailuresAsync(thread, default));

        DeliveryReport Report(string words, string source) => Bounce(thread, sent, words, source);
    }

    [Fact]
    public async Task What_was_dismissed_is_not_flagged_again_by_another_report_on_the_same_mail()
    {
        await using var gateway = await DeskAsync();
        await gateway.PushAsync(Mails.New(Customer, "support@mycompany.example"));
        await gateway.DrainAsync();
        var thread = await OnlyThreadAsync(gateway);
        var sent = (await gateway.DeliveriesAsync(thread))[0];
        var bounces = gateway.Get<BounceProcessor>();
        await bounces.ApplyAsync([Bounce(thread, sent, "550 5.1.1 No such user", "1")], default);
        Assert.True(await gateway.Get<DeliveryFailures>().DismissAsync(thread, DeliveryId.Of(sent), default));

        await bounces.ApplyAsync([Bounce(thread, sent, "550 5.1.1 Still no such user", "2")], default);

        var delivery = (await gateway.DeliveriesAsync(thread))[0];
        Assert.Equal(
            (DeliveryState.Bounced, true, "550 5.1.1 Still no such user"),
            (delivery.State, delivery.Dismissed, delivery.Report!.Words)
        );
        Assert.Empty(await gateway.Threads.ListFailuresAsync(thread, default));
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
    }

    [Fact]
    public async Task Mass_mail_that_fails_flags_nothing()
    {
        await using var gateway = await DeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => _refusal };
        await gateway
            .Get<MailQueues>()
            .PutAsync(
                QueueNames.OutboundBulk,
                new Postern.Contracts.Queues.OutboundMail
                {
                    Id = "m1",
                    From = Agent,
                    Bcc = ["ann@a.example"],
                    Subject = "News",
                    Text = "Much.",
                },
                default
            );
        await gateway.DrainAsync();
        Assert.Empty(await gateway.Get<AttentionStore>().ListAsync(10, default));
    }

    private static DeliveryReport Bounce(ThreadKey thread, MessageDelivery sent, string words, string source) =>
        new()
        {
            Address = sent.Recipient,
            Thread = thread,
            Message = sent.Message,
            Kind = BounceReportKind.Bounce,
            Reason = BounceReason.UserUnknown,
            Words = words,
            Time = sent.Changed.AddMinutes(1),
            Why = "",
            Source = source,
        };

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    // A kept connection keeps its behaviour: what it asks is what changes.
    private void Mend() => _refusal = null;

    private async Task<(ThreadKey Thread, DeliveryFailure Failure)> FailAsync(TestGateway gateway)
    {
        gateway.Catcher.Behaviour = new SmtpBehaviour { RefuseRecipient = (_, _) => _refusal };
        await gateway.PushAsync(Mails.New(Customer, "support@mycompany.example"));
        await gateway.DrainAsync();
        var thread = await OnlyThreadAsync(gateway);
        return (thread, Assert.Single(await gateway.Threads.ListFailuresAsync(thread, default)));
    }

    private static async Task<ThreadKey> OnlyThreadAsync(TestGateway gateway) =>
        Assert.Single((await gateway.JournalAsync()).SelectMany(entry => entry.Threads).Distinct());
}
