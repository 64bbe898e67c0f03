using Postern.Contracts;
using Postern.Core.Bounces;
using Postern.Core.Keys;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Tests.Bounces;

public sealed class DeliveryReportingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(DeliveryState.Sent, DeliveryState.Bounced)]
    [InlineData(DeliveryState.Unknown, DeliveryState.Bounced)]
    [InlineData(DeliveryState.Sending, DeliveryState.Bounced)]
    [InlineData(DeliveryState.Queued, DeliveryState.Queued)]
    [InlineData(DeliveryState.Waiting, DeliveryState.Waiting)]
    [InlineData(DeliveryState.Failed, DeliveryState.Failed)]
    [InlineData(DeliveryState.Skipped, DeliveryState.Skipped)]
    public void A_bounce_ends_what_a_server_may_have_accepted_and_nothing_else(
        DeliveryState before,
        DeliveryState after
    )
    {
        var reported = DeliveryReporting.Apply(Delivery(before), Report(BounceReportKind.Bounce))!;
        Assert.Equal((after, BounceReportKind.Bounce), (reported.State, reported.Report!.Kind));
    }

    [Theory]
    [InlineData(DeliveryState.Sent, DeliveryState.Bounced)]
    [InlineData(DeliveryState.Unknown, DeliveryState.Unknown)]
    [InlineData(DeliveryState.Sending, DeliveryState.Sending)]
    public void What_anybody_could_have_made_up_keeps_no_mail_from_being_sent(DeliveryState before, DeliveryState after)
    {
        var bounce = Report(BounceReportKind.Bounce, BounceEvidence.MessageId);
        Assert.Equal(after, DeliveryReporting.Apply(Delivery(before), bounce)!.State);
    }

    [Fact]
    public void What_is_known_for_certain_is_not_written_over_by_what_is_not()
    {
        var sent = Delivery(DeliveryState.Sent);
        var claimed = Report(BounceReportKind.Bounce, BounceEvidence.MessageId);

        var bounced = DeliveryReporting.Apply(sent, Report(BounceReportKind.Bounce, BounceEvidence.ReturnPath))!;
        var delivered = DeliveryReporting.Apply(sent, Report(BounceReportKind.Delivered, BounceEvidence.Provider))!;

        Assert.Null(DeliveryReporting.Apply(bounced, claimed with { Words = "Made up" }));
        Assert.Null(DeliveryReporting.Apply(bounced, Report(BounceReportKind.Complaint, BounceEvidence.MessageId)));
        Assert.Equal(DeliveryState.Bounced, DeliveryReporting.Apply(delivered, claimed)!.State);
    }

    [Fact]
    public void A_bounced_delivery_has_the_servers_words_and_the_kind_of_trouble()
    {
        var waiting = Delivery(DeliveryState.Sent) with { NextAttempt = Now };
        var asSpam = Report(BounceReportKind.Bounce) with { Reason = BounceReason.Spam, Words = "" };

        var bounced = DeliveryReporting.Apply(waiting, Report(BounceReportKind.Bounce))!;
        var spam = DeliveryReporting.Apply(Delivery(DeliveryState.Sent), asSpam)!;

        Assert.Equal(
            ("550 5.1.1 No such user", DeliveryProblem.Recipient, null, Now),
            (bounced.Reply, bounced.Problem, bounced.NextAttempt, bounced.Changed)
        );
        Assert.Equal(("spam", DeliveryProblem.Content), (spam.Reply, spam.Problem));
    }

    [Theory]
    [InlineData(BounceReportKind.Delay)]
    [InlineData(BounceReportKind.Delivered)]
    [InlineData(BounceReportKind.Complaint)]
    public void Other_reports_are_shown_at_a_delivery_that_stays_sent(BounceReportKind kind)
    {
        var reported = DeliveryReporting.Apply(Delivery(DeliveryState.Sent), Report(kind))!;
        Assert.Equal((DeliveryState.Sent, kind), (reported.State, reported.Report!.Kind));
    }

    [Theory]
    [InlineData(BounceReportKind.Delay, BounceReportKind.Bounce, true)]
    [InlineData(BounceReportKind.Bounce, BounceReportKind.Delay, false)]
    [InlineData(BounceReportKind.Delay, BounceReportKind.Delivered, true)]
    [InlineData(BounceReportKind.Bounce, BounceReportKind.Delivered, false)]
    [InlineData(BounceReportKind.Delivered, BounceReportKind.Complaint, true)]
    [InlineData(BounceReportKind.Delay, BounceReportKind.Delay, true)]
    public void Reports_may_overtake_each_other(BounceReportKind first, BounceReportKind second, bool isNews)
    {
        var reported = DeliveryReporting.Apply(Delivery(DeliveryState.Sent), Report(first))!;
        var next = DeliveryReporting.Apply(reported, Report(second) with { Source = "another mail" });
        Assert.Equal(isNews, next is not null);
    }

    [Fact]
    public void The_same_report_again_changes_nothing()
    {
        var reported = DeliveryReporting.Apply(Delivery(DeliveryState.Sent), Report(BounceReportKind.Bounce))!;
        Assert.Null(DeliveryReporting.Apply(reported, Report(BounceReportKind.Bounce)));
    }

    private static MessageDelivery Delivery(DeliveryState state) =>
        new()
        {
            Message = MessageKey.Create(Now, "00000000000").Value,
            Recipient = "ann@a.example",
            State = state,
        };

    private static DeliveryReport Report(BounceReportKind kind, BounceEvidence by = BounceEvidence.SmtpSession) =>
        new()
        {
            Address = "ann@a.example",
            Kind = kind,
            By = by,
            Reason = BounceReason.UserUnknown,
            Words = "550 5.1.1 No such user",
            Time = Now,
            Counts = true,
            Why = "",
            Source = "mail",
        };
}
