using Microsoft.Extensions.Time.Testing;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Reports;
using Postern.Core.Validation;
using Postern.DevHost.Smtp;
using Postern.Gateway.Editing;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>A report on mail that was sent: where it ends, and what it does there.</summary>
public sealed class BounceTests
{
    private const string Carl = "carl@customer.example";
    private const string Agent = $"\"Anna Agent\" <agent@{TestGateway.Domain}>";

    [Fact]
    public async Task A_bounce_ends_at_the_delivery_of_the_thread_that_it_is_about()
    {
        await using var gateway = await DeskAsync();
        var (other, _) = await TicketAsync(gateway, "Another fire");
        var (thread, sent) = await TicketAsync(gateway, "It burns");
        var messages = (await gateway.MessagesAsync(thread)).Count;

        var id = await gateway.PushAsync(Reports.Dsn(sent));
        await gateway.DrainAsync();

        var delivery = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal(
            (Carl, DeliveryState.Bounced, DeliveryProblem.Recipient),
            (delivery.Recipient, delivery.State, delivery.Problem)
        );
        Assert.Contains("User unknown", delivery.Reply, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Sent, Assert.Single(await gateway.DeliveriesAsync(other)).State);
        Assert.Equal(messages, (await gateway.MessagesAsync(thread)).Count);

        var entry = await gateway.JournalAsync(id);
        var report = Assert.Single(entry.Reports);
        Assert.Equal(delivery.Report, report);
        Assert.Equal(
            (JournalState.Bounce, thread, Carl, true),
            (entry.State, report.Thread, report.Address, report.Counts)
        );
        Assert.Equal(
            (BounceReason.UserUnknown, BounceEvidence.ReturnPath, id.Value),
            (report.Reason, report.By, report.Source)
        );
        Assert.Contains(
            entry.Reasons,
            reason =>
                reason.Text.Contains(
                    $"Found on {thread} by the signed return path. It counts against the address.",
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task The_next_mail_of_the_thread_to_the_address_goes_with_a_warning_until_the_address_writes_again()
    {
        await using var gateway = await DeskAsync();
        var (thread, sent) = await TicketAsync(gateway, "It burns");
        await gateway.PushAsync(Reports.Dsn(sent));
        await gateway.DrainAsync();
        Assert.StartsWith(
            "The address bounced a mail of this thread (user unknown) on ",
            (await gateway.Threads.FindFollowerAsync(thread, Carl, default))!.Value.Bounced,
            StringComparison.Ordinal
        );

        await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], Agent, "Did that help?"));
        await gateway.DrainAsync();
        var warned = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((Carl, DeliveryState.Sent), (warned.Recipient, warned.State));
        Assert.Contains("User unknown", warned.Warning, StringComparison.Ordinal);

        await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], Carl, "It did."));
        await gateway.DrainAsync();
        await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], Agent, "Fine."));
        await gateway.DrainAsync();
        Assert.Null((await gateway.Threads.FindFollowerAsync(thread, Carl, default))!.Value.Bounced);
        Assert.Null(
            Assert.Single(await gateway.DeliveriesAsync(thread), delivery => delivery.Recipient == Carl).Warning
        );
    }

    [Fact]
    public async Task The_warning_of_a_thread_ends_with_a_mail_to_it_also_when_one_to_another_thread_came_first()
    {
        await using var gateway = await DeskAsync();
        var (thread, sent) = await TicketAsync(gateway, "It burns");
        await gateway.PushAsync(Reports.Dsn(sent));
        await gateway.DrainAsync();
        var answered = gateway.Sent[^1];
        await TicketAsync(gateway, "Another fire");
        Assert.NotNull((await gateway.Threads.FindFollowerAsync(thread, Carl, default))!.Value.Bounced);

        await gateway.PushAsync(Mails.ReplyTo(answered, Carl, "I did get it."));
        await gateway.DrainAsync();

        Assert.Null((await gateway.Threads.FindFollowerAsync(thread, Carl, default))!.Value.Bounced);
    }

    [Fact]
    public async Task A_mail_of_a_thread_to_an_address_on_the_blacklist_goes_with_a_warning_until_the_entry_is_removed()
    {
        await using var gateway = await DeskAsync();
        var (thread, _) = await TicketAsync(gateway, "It burns");
        await gateway
            .Get<BlacklistEditor>()
            .PutAsync(
                new BlacklistEntry { Address = Carl, Reason = BlacklistReason.Complaint },
                EditCondition.None,
                default
            );

        await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], Agent, "Did that help?"));
        await gateway.DrainAsync();
        var warned = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((Carl, DeliveryState.Sent), (warned.Recipient, warned.State));
        Assert.Contains("(complaint)", warned.Warning, StringComparison.Ordinal);

        await gateway.Get<BlacklistEditor>().DeleteAsync(Carl, EditCondition.None, default);
        await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], Agent, "Well?"));
        await gateway.DrainAsync();
        Assert.Null(Assert.Single(await gateway.DeliveriesAsync(thread)).Warning);
    }

    [Fact]
    public async Task What_another_instance_puts_on_the_blacklist_is_warned_of_after_a_minute()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var gateway = await TestGateway.StartAsync(storage, time, null);
        await using var other = await TestGateway.StartAsync(storage, time, null);
        await gateway.SetUpDeskAsync();
        var (thread, _) = await TicketAsync(gateway, "It burns");
        await other.Get<BlacklistEditor>().UnsubscribeAsync(Carl, default);
        time.Advance(TimeSpan.FromMinutes(1));

        await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], Agent, "Did that help?"));
        await gateway.DrainAsync();
        Assert.Contains(
            "(unsubscribed)",
            Assert.Single(await gateway.DeliveriesAsync(thread)).Warning,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_its_return_path_a_bounce_is_found_by_its_Message_Id_and_shown_but_counts_for_nothing()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.bounce.verp", "off");
        var (thread, sent) = await TicketAsync(gateway, "It burns");

        await gateway.PushAsync(Reports.Dsn(sent));
        await gateway.DrainAsync();

        var delivery = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal(
            (DeliveryState.Bounced, BounceEvidence.MessageId, false),
            (delivery.State, delivery.Report!.By, delivery.Report.Counts)
        );
        Assert.False(Assert.Single((await gateway.Get<BounceHistory>().FindAsync(Carl, default)).History).Counts);
    }

    [Fact]
    public async Task A_message_id_counts_when_the_administrator_trusts_it()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.bounce.verp", "off");
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.bounce.trust", "message-id");
        var (thread, sent) = await TicketAsync(gateway, "It burns");

        await gateway.PushAsync(Reports.Dsn(sent));
        await gateway.DrainAsync();

        Assert.True(Assert.Single(await gateway.DeliveriesAsync(thread)).Report!.Counts);
    }

    [Fact]
    public async Task A_bounce_that_names_the_recipient_otherwise_means_the_only_one_that_there_was()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.bounce.verp", "off");
        var (thread, sent) = await TicketAsync(gateway, "It burns");

        await gateway.PushAsync(Reports.Dsn(sent, recipients: "c.customer@inside.example"));
        await gateway.DrainAsync();

        var report = Assert.Single(await gateway.DeliveriesAsync(thread)).Report!;
        Assert.Equal((Carl, BounceReportKind.Bounce), (report.Address, report.Kind));
    }

    [Fact]
    public async Task A_bounce_that_somebody_made_up_changes_no_delivery_and_counts_for_nothing()
    {
        await using var gateway = await DeskAsync();
        var (thread, sent) = await TicketAsync(gateway, "It burns");
        var forged = sent.Envelope.From[..sent.Envelope.From.IndexOf('@', StringComparison.Ordinal)];
        var other = forged[^1] == 'a' ? "b" : "a";

        var id = await gateway.PushAsync(
            Reports.Dsn(
                sent with
                {
                    Raw = "Subject: none\r\n\r\n"u8.ToArray(),
                },
                to: $"{forged[..^1]}{other}@{TestGateway.Domain}"
            )
        );
        await gateway.DrainAsync();

        Assert.Equal(DeliveryState.Sent, Assert.Single(await gateway.DeliveriesAsync(thread)).State);
        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Bounce, entry.State);
        Assert.Empty(entry.Reports);
        Assert.Empty((await gateway.Get<BounceHistory>().FindAsync(Carl, default)).History);
    }

    [Fact]
    public async Task Two_reports_on_one_mail_and_the_same_one_twice_count_once()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Carl);
        var sent = (await mailer.SendAsync())!;
        var report = Reports.Dsn(sent);
        await mailer.TakeAsync(report);
        var again = await mailer.TakeAsync(BinaryData.FromString(report.ToString() + "\r\n"));
        await mailer.TakeAsync(Reports.Dsn(sent));

        Assert.Equal(JournalState.Duplicate, (await gateway.JournalAsync(again)).State);
        Assert.Single(await mailer.HistoryAsync());
    }

    [Theory]
    [InlineData("delayed", "4.4.1", BounceReportKind.Delay)]
    [InlineData("delivered", "2.0.0", BounceReportKind.Delivered)]
    [InlineData("relayed", "2.0.0", BounceReportKind.Delivered)]
    public async Task A_delay_and_a_success_are_shown_at_a_delivery_that_stays_sent(
        string action,
        string status,
        BounceReportKind kind
    )
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Carl);

        await mailer.TakeAsync(
            Reports.Dsn((await mailer.SendAsync())!, status, "421 4.4.1 connection timed out", action)
        );

        var delivery = await mailer.DeliveryAsync();
        Assert.Equal((DeliveryState.Sent, kind), (delivery.State, delivery.Report!.Kind));
        Assert.Empty(await mailer.HistoryAsync());
    }

    [Theory]
    [InlineData("delayed", DeliveryState.Sent)]
    [InlineData("failed", DeliveryState.Bounced)]
    public async Task A_report_that_comes_while_the_mail_is_still_being_handed_over_sends_it_no_second_time(
        string action,
        DeliveryState ends
    )
    {
        await using var gateway = await DeskAsync();
        var (mailer, tries) = (new Mailer(gateway, Carl), 0);
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = mail =>
            {
                if (tries++ == 0)
                    Task.Run(() =>
                            TakeAsync(gateway, Reports.Dsn(mail, "4.4.1", "421 4.4.1 connection timed out", action))
                        )
                        .GetAwaiter()
                        .GetResult();
                return SmtpDataAnswer.Accept;
            },
        };

        await mailer.SendAsync();
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(20));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(20));

        var delivery = await mailer.DeliveryAsync();
        Assert.Equal((1, ends), (tries, delivery.State));
        Assert.Equal(action == "failed" ? BounceReportKind.Bounce : BounceReportKind.Delay, delivery.Report!.Kind);
    }

    [Fact]
    public async Task A_bounce_of_a_notice_of_the_gateways_own_is_swallowed()
    {
        await using var gateway = await DeskAsync();
        await gateway.PushAsync(Mails.New(Carl, $"catchall@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        var notice = gateway.Catcher.Mails[^1];

        var id = await gateway.PushAsync(Reports.Dsn(notice, to: $"bounce@{TestGateway.Domain}"));
        await gateway.DrainAsync();

        Assert.Empty((await gateway.JournalAsync(id)).Reports);
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task An_explanation_says_what_a_bounce_would_do_and_does_nothing()
    {
        await using var gateway = await DeskAsync();
        var mailer = new Mailer(gateway, Carl);
        var dsn = Reports.Dsn((await mailer.SendAsync())!);

        var explained = await gateway
            .Get<InboundExplainer>()
            .ExplainAsync(SpooledContent.Of(dsn), new MailOrigin("http"), default);

        Assert.True(Assert.Single(explained.Reports).Counts);
        Assert.Contains(
            explained.Reasons,
            reason => reason.Text.Contains("1 of 5 bounces in 30 days", StringComparison.Ordinal)
        );
        Assert.Empty(await mailer.HistoryAsync());
        Assert.Equal(DeliveryState.Sent, (await mailer.DeliveryAsync()).State);
        var entry = await gateway.JournalAsync(await mailer.TakeAsync(dsn));
        Assert.Equal(explained.Reasons, entry.Reasons);
    }

    [Fact]
    public async Task A_mail_to_the_bounce_address_that_is_no_report_changes_nothing_and_says_so()
    {
        await using var gateway = await DeskAsync();
        var (thread, sent) = await TicketAsync(gateway, "It burns");
        var id = await gateway.PushAsync(Mails.New(Carl, sent.Envelope.From, "Re: It burns", "Thank you!"));
        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Bounce, entry.State);
        Assert.Contains(
            "changes nothing",
            Assert.Single(entry.Reasons, reason => reason is { Rule: "Bounce", Hit: true }).Text,
            StringComparison.Ordinal
        );
        Assert.Equal(DeliveryState.Sent, Assert.Single(await gateway.DeliveriesAsync(thread)).State);
    }

    private static async Task TakeAsync(TestGateway gateway, BinaryData report)
    {
        await gateway.PushAsync(report);
        await gateway.StepAsync(QueueNames.InboundMail);
    }

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    /// <summary>A ticket of Carl's that an agent answered, and the answer as it was sent to Carl.</summary>
    private static async Task<(ThreadKey Thread, CaughtMail Sent)> TicketAsync(TestGateway gateway, string subject)
    {
        var id = await gateway.PushAsync(Mails.New(Carl, $"support@{TestGateway.Domain}", subject));
        await gateway.DrainAsync();
        await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[^1], Agent, "Use the extinguisher."));
        await gateway.DrainAsync();
        return (Assert.Single((await gateway.JournalAsync(id)).Threads), gateway.Catcher.Mails[^1]);
    }
}
