using Postern.Contracts.Http;
using Postern.Core.People;

namespace Postern.Tests.People;

public sealed class BlacklistRulesTests
{
    private const string Ann = "ann@a.example";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly BlacklistEntry Bounces = new()
    {
        Address = Ann,
        Reason = BlacklistReason.Bounces,
        Since = Now.AddDays(-3),
    };

    [Fact]
    public void An_entry_is_made_now_unless_it_says_since_when()
    {
        Assert.Equal(Now, BlacklistRules.Put(new BlacklistEntry { Address = Ann }, null, Now).Value.Since);
        Assert.Equal(Bounces.Since, BlacklistRules.Put(Bounces, null, Now).Value.Since);
    }

    [Fact]
    public void What_is_wrong_with_an_entry_is_named() =>
        Assert.Equal(
            ["address", "note", "since", "expires"],
            BlacklistRules
                .Put(
                    new BlacklistEntry
                    {
                        Address = "nobody",
                        Note = "a\nb",
                        Since = Now.AddDays(1),
                        Expires = Now,
                    },
                    null,
                    Now
                )
                .Findings.Errors.Select(error => error.Field)
        );

    [Fact]
    public void Who_takes_the_place_of_an_unsubscribing_is_warned()
    {
        var unsubscribed = BlacklistRules.Unsubscribe(Ann, null, Now.AddDays(-1));
        Assert.Single(BlacklistRules.Put(Bounces, unsubscribed, Now).Findings.Warnings);
        Assert.Empty(BlacklistRules.Put(unsubscribed, unsubscribed, Now).Findings.Warnings);
        Assert.Empty(BlacklistRules.Put(Bounces, Bounces, Now).Findings.Warnings);
    }

    [Fact]
    public void Undoing_brings_back_the_entry_that_was_there_before()
    {
        var unsubscribed = BlacklistRules.Unsubscribe(Ann, Bounces, Now);
        Assert.True(BlacklistRules.IsUnsubscribed(unsubscribed, Now.AddYears(10)));
        Assert.Equal(Bounces, BlacklistRules.Undo(unsubscribed, Now));
        Assert.Null(BlacklistRules.Undo(BlacklistRules.Unsubscribe(Ann, null, Now), Now));
        // The same request once more: what was there before stays covered.
        Assert.Equal(unsubscribed.Covers, BlacklistRules.Unsubscribe(Ann, unsubscribed, Now).Covers);
        Assert.NotNull(unsubscribed.Covers);
    }

    [Fact]
    public void An_entry_that_expired_does_not_come_back()
    {
        var passing = Bounces with { Expires = Now.AddDays(1) };
        Assert.NotNull(BlacklistRules.Undo(BlacklistRules.Unsubscribe(Ann, passing, Now), Now));
        Assert.Null(BlacklistRules.Undo(BlacklistRules.Unsubscribe(Ann, passing, Now), Now.AddDays(1)));
        Assert.Null(BlacklistRules.Unsubscribe(Ann, passing, Now.AddDays(2)).Covers);
    }

    [Fact]
    public void The_log_says_why_and_until_when()
    {
        Assert.Equal(
            "Blacklisted (bounces) until 2026-11-24: five in a month",
            BlacklistRules.Added(Bounces with { Expires = Now.AddDays(2), Note = "five in a month" })
        );
        Assert.Contains("since 2026-11-19 (bounces)", BlacklistRules.Removed(Bounces), StringComparison.Ordinal);
    }
}
