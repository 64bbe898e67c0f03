using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Threads;

namespace Postern.Tests.Delivery;

public sealed class BulkRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly MessageDelivery Bulk = new()
    {
        Message = "m",
        Recipient = "ann@a.example",
        Bulk = true,
        State = DeliveryState.Waiting,
        NextAttempt = Now,
    };
    private static readonly BlacklistEntry Entry = new()
    {
        Address = "ann@a.example",
        Reason = BlacklistReason.Bounces,
        Since = Now.AddDays(-3),
    };

    [Fact]
    public void Mass_mail_to_a_blacklisted_address_is_skipped_with_the_reason()
    {
        var skipped = BulkRules.Skip(Bulk, Entry, Now)!;
        Assert.Equal(
            (DeliveryState.Skipped, DeliveryProblem.Blacklisted, null),
            (skipped.State, skipped.Problem, skipped.NextAttempt)
        );
        Assert.Equal("The address is on the blacklist since 2026-11-19 (bounces).", skipped.Reply);
    }

    [Fact]
    public void Mass_mail_to_somebody_who_unsubscribed_is_skipped_as_such() =>
        Assert.Equal(
            DeliveryProblem.Unsubscribed,
            BulkRules.Skip(Bulk, Entry with { Reason = BlacklistReason.Unsubscribed }, Now)!.Problem
        );

    [Fact]
    public void An_expired_entry_skips_nothing_and_warns_of_nothing()
    {
        Assert.NotNull(BulkRules.Skip(Bulk, Entry with { Expires = Now.AddTicks(1) }, Now));
        Assert.Null(BulkRules.Skip(Bulk, Entry with { Expires = Now }, Now));
        Assert.Null(BulkRules.Warning(Entry with { Expires = Now }, Now));
    }

    [Fact]
    public void Other_mail_is_never_skipped_and_carries_a_warning()
    {
        Assert.Null(BulkRules.Skip(Bulk with { Bulk = false }, Entry, Now));
        Assert.Contains("since 2026-11-19 (bounces)", BulkRules.Warning(Entry, Now), StringComparison.Ordinal);
        Assert.Null(BulkRules.Warning(null, Now));
    }
}
