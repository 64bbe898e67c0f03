using Postern.Contracts.Http;
using Postern.Core.Bounces;
using Postern.Core.Configuration;
using Postern.Core.People;
using Postern.Core.Reports;

namespace Postern.Tests.Bounces;

public sealed class BlacklistRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly BlacklistLimits Limits = new(5, TimeSpan.FromDays(30), TimeSpan.FromDays(7));

    [Theory]
    [InlineData(false, 3.0, 2.0, 1.0, 0.5, 0.0)]
    [InlineData(true, 8.0, 6.0, 4.0, 2.0, 0.0)]
    [InlineData(false, 6.9, 5.0, 4.0, 2.0, 0.0)]
    [InlineData(true, 7.1, 5.0, 4.0, 2.0, 0.0)]
    [InlineData(true, 7.0, 5.0, 4.0, 2.0, 0.0)]
    [InlineData(false, 20.0, 10.0, 5.0, 0.0)]
    [InlineData(false, 31.0, 20.0, 10.0, 5.0, 0.0)]
    [InlineData(false, 30.0, 20.0, 10.0, 5.0, 0.0)]
    [InlineData(true, 29.9, 20.0, 10.0, 5.0, 0.0)]
    [InlineData(true, 40.0, 29.0, 25.0, 20.0, 10.0, 0.0)]
    public void Five_bounces_in_thirty_days_count_when_the_first_and_the_last_are_seven_days_apart(
        bool blacklists,
        params double[] daysAgo
    )
    {
        var standing = BlacklistRule.Judge(daysAgo.Select(days => Bounce(days)), Now, Limits);

        Assert.Equal((blacklists, daysAgo.Count(days => days < 30)), (standing.Blacklists, standing.Count));
    }

    [Fact]
    public void Bounces_that_are_only_shown_are_not_counted()
    {
        DeliveryReport[] history = [Bounce(9), Bounce(8), Bounce(6), Bounce(4), Bounce(2, counts: false), Bounce(0)];
        Assert.True(BlacklistRule.Judge(history, Now, Limits).Blacklists);
        Assert.False(BlacklistRule.Judge(history[1..], Now, Limits).Blacklists);
        Assert.Null(BlacklistRule.EntryOf(Bounce(0, counts: false), history, Limits));
    }

    [Fact]
    public void The_parameters_are_the_limits()
    {
        DeliveryReport[] history = [Bounce(1), Bounce(0)];
        Assert.True(Blacklists(history, count: 2, windowDays: 3, spanDays: 1));
        Assert.True(Blacklists(history[1..], count: 1, windowDays: 3, spanDays: 0));
        Assert.False(Blacklists(history, count: 2, windowDays: 1, spanDays: 0));

        static bool Blacklists(DeliveryReport[] history, int count, int windowDays, int spanDays)
        {
            var limits = new BlacklistLimits(count, TimeSpan.FromDays(windowDays), TimeSpan.FromDays(spanDays));
            return BlacklistRule.Judge(history, Now, limits).Blacklists;
        }
    }

    [Fact]
    public void The_entry_says_why_and_since_when()
    {
        DeliveryReport[] history = [Bounce(8), Bounce(6), Bounce(4), Bounce(2), Bounce(0)];

        var entry = BlacklistRule.EntryOf(history[^1], history, Limits)!;

        Assert.Equal(
            ("ann@a.example", BlacklistReason.Bounces, Now, null),
            (entry.Address, entry.Reason, entry.Since, entry.Expires)
        );
        Assert.Equal(
            "5 of 5 bounces in 30 days, the first on 2026-11-14, the last 8.0 of 7 days later. "
                + "The last: user unknown: 550 5.1.1 No such user",
            entry.Note
        );
    }

    [Fact]
    public void A_bounce_that_comes_late_is_judged_by_all_that_is_known()
    {
        DeliveryReport[] history = [Bounce(8), Bounce(6), Bounce(4), Bounce(2), Bounce(0)];
        Assert.NotNull(BlacklistRule.EntryOf(history[0], history, Limits));
    }

    [Fact]
    public void One_complaint_is_enough_when_something_vouches_for_it()
    {
        var complaint = Bounce(0) with { Kind = BounceReportKind.Complaint, Words = "" };
        var entry = BlacklistRule.EntryOf(complaint, [complaint], Limits)!;
        Assert.Equal((BlacklistReason.Complaint, "a mail was reported as spam"), (entry.Reason, entry.Note));
        Assert.Null(BlacklistRule.EntryOf(complaint with { Counts = false }, [], Limits));
    }

    [Fact]
    public void A_servers_words_however_long_and_wild_fit_the_entry()
    {
        var report = Bounce(0) with
        {
            Kind = BounceReportKind.Complaint,
            Words = $"550\r\n\tno\u0007 {new string('x', 198)}😀{new string('y', 5000)}",
        };
        var entry = BlacklistRule.EntryOf(report, [report], Limits)!;
        Assert.Empty(BlacklistRules.Put(entry, null, Now).Findings.Errors);
        Assert.Contains("550 no xxx", entry.Note, StringComparison.Ordinal);
    }

    private static DeliveryReport Bounce(double daysAgo, bool counts = true) =>
        new()
        {
            Address = "ann@a.example",
            Kind = BounceReportKind.Bounce,
            Reason = BounceReason.UserUnknown,
            Words = "550 5.1.1 No such user",
            Time = Now.AddDays(-daysAgo),
            By = BounceEvidence.ReturnPath,
            Counts = counts,
            Why = "",
            Source = $"mail-{daysAgo}",
        };
}
