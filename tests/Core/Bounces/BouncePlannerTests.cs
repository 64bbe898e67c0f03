using Postern.Contracts;
using Postern.Core.Bounces;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Tests.Bounces;

public sealed class BouncePlannerTests
{
    private const string Ann = "ann@a.example";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ThreadHead Head = new()
    {
        Model = "ticket",
        Id = "7",
        Token = "000000000000",
        Subject = "It burns",
        Created = Now,
    };

    [Theory]
    [InlineData(BounceEvidence.ReturnPath, true)]
    [InlineData(BounceEvidence.Provider, true)]
    [InlineData(BounceEvidence.MessageId, false)]
    [InlineData(BounceEvidence.Address, false)]
    public void Only_what_something_vouches_for_counts(BounceEvidence by, bool counts)
    {
        var report = Assert.Single(Plan(Match(Failed(), by)).Reports);
        Assert.Equal((Ann, BounceReportKind.Bounce, counts), (report.Address, report.Kind, report.Counts));
    }

    [Fact]
    public void A_message_id_is_believed_when_the_administrator_says_so()
    {
        var plan = Plan(Match(Failed(), BounceEvidence.MessageId), ("mail.bounce.trust", "message-id"));
        Assert.True(Assert.Single(plan.Reports).Counts);
    }

    [Theory]
    [InlineData(BounceReason.UserUnknown, true)]
    [InlineData(BounceReason.MailboxDisabled, true)]
    [InlineData(BounceReason.MailboxFull, true)]
    [InlineData(BounceReason.HostUnknown, true)]
    [InlineData(BounceReason.Policy, false)]
    [InlineData(BounceReason.Spam, false)]
    [InlineData(BounceReason.TooBig, false)]
    [InlineData(BounceReason.RateLimited, false)]
    [InlineData(BounceReason.Authentication, false)]
    [InlineData(BounceReason.Expired, false)]
    [InlineData(BounceReason.Unknown, false)]
    public void Only_the_addresss_own_trouble_counts(BounceReason reason, bool counts) =>
        Assert.Equal(counts, Assert.Single(Plan(Match(Failed() with { Reason = reason })).Reports).Counts);

    [Theory]
    [InlineData(ReportAction.Delayed, BounceReportKind.Delay)]
    [InlineData(ReportAction.Delivered, BounceReportKind.Delivered)]
    [InlineData(ReportAction.Relayed, BounceReportKind.Delivered)]
    [InlineData(ReportAction.Expanded, BounceReportKind.Delivered)]
    public void A_delay_and_a_success_are_shown_and_count_for_nothing(ReportAction action, BounceReportKind kind)
    {
        var report = Assert.Single(Plan(Match(Failed() with { Action = action })).Reports);
        Assert.Equal((kind, false), (report.Kind, report.Counts));
    }

    [Fact]
    public void All_recipients_of_a_report_are_read_each_with_what_it_says_of_them()
    {
        var delayed = Failed() with { Address = "bob@b.example", Action = ReportAction.Delayed };
        var facts = new BounceFacts(Report(), [Match(Failed()), Match(delayed, recipient: "bob@b.example")]);

        var plan = BouncePlanner.Plan(facts, Parameters(), "mail", Now);

        Assert.Equal(
            [(Ann, BounceReportKind.Bounce), ("bob@b.example", BounceReportKind.Delay)],
            plan.Reports.Select(report => (report.Address, report.Kind))
        );
        Assert.Equal(2, plan.Reasons.Count);
    }

    [Fact]
    public void What_counts_counts_against_the_address_that_was_written_to_not_the_one_behind_it()
    {
        var report = Assert.Single(Plan(Match(Failed() with { Address = "ann@behind.example" })).Reports);
        Assert.Equal(Ann, report.Address);
    }

    [Fact]
    public void An_address_alone_that_nobody_knows_leaves_no_trace_but_the_reason()
    {
        var match = new BounceMatch(Failed(), BounceEvidence.Address, null, null);
        var plan = Plan(match);
        Assert.Empty(plan.Reports);
        Assert.Contains("Nothing is known of the address.", Assert.Single(plan.Reasons).Text, StringComparison.Ordinal);

        var known = Plan(match with { Standing = new AddressStanding(true, null, []) });
        Assert.False(Assert.Single(known.Reports).Counts);
    }

    [Fact]
    public void Made_up_bounces_of_a_known_address_fill_its_history_only_so_far()
    {
        var match = new BounceMatch(Failed(), BounceEvidence.Address, null, null);
        var history = new List<DeliveryReport>();
        for (var number = 0; number < 100; number++)
            history.AddRange(Plan(match with { Standing = new AddressStanding(true, null, history) }).Reports);
        Assert.Equal(10, history.Count);
        Assert.Single(Plan(Match(Failed()) with { Standing = new AddressStanding(true, null, history) }).Reports);
    }

    [Fact]
    public void A_bounce_of_a_notice_of_our_own_is_swallowed()
    {
        var match = Match(Failed());
        var automatic = new OutgoingHeaders { From = "mailer-daemon@b.example", Automatic = true };
        var notice = match.Message! with { Outgoing = automatic };
        Assert.Empty(Plan(match with { Message = notice }).Reports);
    }

    [Theory]
    [InlineData(BounceReportKind.Automatic)]
    [InlineData(BounceReportKind.Receipt)]
    public void An_absence_and_a_receipt_change_nothing(BounceReportKind kind)
    {
        var facts = new BounceFacts(Report() with { Kind = kind }, [Match(Failed() with { Action = null })]);
        Assert.Empty(BouncePlanner.Plan(facts, Parameters(), "mail", Now).Reports);
    }

    [Fact]
    public void The_reason_says_what_the_next_step_would_be()
    {
        var history = Enumerable.Range(1, 4).Select(Earlier).ToList();
        var first = Plan(Match(Failed()));
        var fifth = Plan(Match(Failed()) with { Standing = new AddressStanding(true, null, history) });

        Assert.DoesNotContain("blacklist", Assert.Single(first.Reasons).Text, StringComparison.Ordinal);
        Assert.EndsWith(
            "5 of 5 bounces in 30 days, the first on 2026-11-14, the last 8.0 of 7 days later. "
                + "The address is put on the blacklist.",
            Assert.Single(fifth.Reasons).Text,
            StringComparison.Ordinal
        );

        static DeliveryReport Earlier(int number) =>
            Assert.Single(Plan(Match(Failed())).Reports) with
            {
                Time = Now.AddDays(-2 * number),
                Message = $"earlier-{number}",
                Source = $"earlier-{number}",
            };
    }

    [Fact]
    public void A_report_that_names_nobody_says_so() =>
        Assert.Contains(
            "neither a recipient nor a mail",
            Assert.Single(BouncePlanner.Plan(new BounceFacts(Report(), []), Parameters(), "mail", Now).Reasons).Text,
            StringComparison.Ordinal
        );

    private static BouncePlan Plan(BounceMatch match, params (string Name, string Value)[] parameters) =>
        BouncePlanner.Plan(new BounceFacts(Report(), [match]), Parameters(parameters), "mail", Now);

    private static GatewayParameters Parameters(params (string Name, string Value)[] parameters) =>
        new(parameters.ToDictionary(one => one.Name, one => one.Value));

    private static BounceReport Report() => new() { Kind = BounceReportKind.Bounce, Evidence = "a test" };

    private static ReportedRecipient Failed() =>
        new()
        {
            Address = Ann,
            Action = ReportAction.Failed,
            Status = "5.1.1",
            Diagnostic = "550 5.1.1 No such user",
            Reason = BounceReason.UserUnknown,
            Class = BounceClass.Hard,
        };

    private static BounceMatch Match(
        ReportedRecipient reported,
        BounceEvidence by = BounceEvidence.ReturnPath,
        string recipient = Ann
    )
    {
        var message = new ThreadMessage
        {
            Key = MessageKey.Create(Now, "00000000000").Value,
            Thread = Head,
            Time = Now,
            Author = new MessageAuthor("agent@b.example", null, true),
            MessageId = "m@b.example",
        };
        var delivery = new MessageDelivery
        {
            Message = message.Key,
            Recipient = recipient,
            State = DeliveryState.Sent,
        };
        return new BounceMatch(reported, by, message, delivery);
    }
}
