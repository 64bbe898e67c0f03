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
    public void What_anybody_could_have_made_up_keeps_no_mail_from_being_sent(
        DeliveryState before,
        DeliveryState after
    ) =>
        Assert.Equal(
            after,
            DeliveryReporting
                .Apply(Delivery(before), Report(BounceReportKind.Bounce) with { By = BounceEvidence.MessageId })!
                .State
        );

    [Fact]
    public void What_is_known_for_certain_is_not_written_over_by_what_is_not()
    {
        var bounced = DeliveryReporting.Apply(
            Delivery(DeliveryState.Sent),
            Report(BounceReportKind.Bounce) with
            {
                By = BounceEvidence.ReturnPath,
            }
        )!;
        Assert.Null(
            DeliveryReporting.Apply(
                bounced,
                Report(BounceReportKind.Bounce) with
                {
                    By = BounceEvidence.MessageId,
                    Words = "Made up",
                }
            )
        );
        Assert.Null(
            DeliveryReporting.Apply(bounced, Report(BounceReportKind.Complaint) with { By = BounceEvidence.MessageId })
        );
        var delivered = DeliveryReporting.Apply(
            Delivery(DeliveryState.Sent),
            Report(BounceReportKind.Delivered) with
            {
                By = BounceEvidence.Provider,
            }
        )!;
        Assert.Equal(
            DeliveryState.Bounced,
            DeliveryReporting
                .Apply(delivered, Report(BounceReportKind.Bounce) with { By = BounceEvidence.MessageId })!
                .State
        );
    }

    [Fact]
    public void A_bounced_delivery_has_the_servers_words_and_the_kind_of_trouble()
    {
        var bounced = DeliveryReporting.Apply(
            Delivery(DeliveryState.Sent) with
            {
                NextAttempt = Now,
            },
            Report(BounceReportKind.Bounce)
        )!;
        Assert.Equal(
            ("550 5.1.1 No such user", DeliveryProblem.Recipient, null, Now),
            (bounced.Reply, bounced.Problem, bounced.NextAttempt, bounced.Changed)
        );
        var spam = DeliveryReporting.Apply(
            Delivery(DeliveryState.Sent),
            Report(BounceReportKind.Bounce) with
            {
                Reason = BounceReason.Spam,
                Words = "",
            }
        )!;
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
        Assert.Equal(
            isNews,
            DeliveryReporting.Apply(reported, Report(second) with { Source = "another mail" }) is not null
        );
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

    private static DeliveryReport Report(BounceReportKind kind) =>
        new()
        {
            Address = "ann@a.example",
            Kind = kind,
            Reason = BounceReason.UserUnknown,
            Words = "550 5.1.1 No such user",
            Time = Now,
            Counts = true,
            Why = "",
            Source = "mail",
        };
}
