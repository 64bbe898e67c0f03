using Postern.Contracts;
using Postern.Core.Delivery;
using Postern.Core.Threads;

namespace Postern.Tests.Delivery;

public sealed class WaitingPeriodTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static readonly MessageDelivery Queued = new()
    {
        Message = "key",
        Recipient = "ann@a.example",
        Changed = Start,
    };

    [Fact]
    public void Waiting_begins_with_its_reason_and_lasts_over_attempts_that_fail_for_the_same()
    {
        var first = Wait(Queued, DeliveryProblem.Connection, hours: 1);
        Assert.Equal(Start.AddHours(1), first.WaitingSince);

        var second = Wait(Claim(first), DeliveryProblem.Connection, hours: 2);
        Assert.Equal(Start.AddHours(1), second.WaitingSince);

        var other = Wait(Claim(second), DeliveryProblem.Limit, hours: 3);
        Assert.Equal(Start.AddHours(3), other.WaitingSince);

        var back = Wait(other, DeliveryProblem.Connection, hours: 4);
        Assert.Equal(Start.AddHours(4), back.WaitingSince);
    }

    [Fact]
    public void Waiting_begins_with_the_first_attempt_also_where_no_problem_is_named() =>
        Assert.Equal(Start.AddHours(1), Wait(Claim(Queued), null, hours: 1).WaitingSince);

    [Theory]
    [InlineData(DeliveryState.Sent)]
    [InlineData(DeliveryState.Failed)]
    [InlineData(DeliveryState.Unknown)]
    [InlineData(DeliveryState.Skipped)]
    public void Any_other_outcome_ends_it(DeliveryState state)
    {
        var waiting = Wait(Queued, DeliveryProblem.Connection, hours: 1);
        Assert.Null(WaitingPeriod.Mark(waiting, Claim(waiting) with { State = state }).WaitingSince);
    }

    private static MessageDelivery Claim(MessageDelivery delivery) =>
        DeliveryPolicy.Claim(delivery, "run", "a@b.example", false, TimeSpan.FromMinutes(15), delivery.Changed);

    private static MessageDelivery Wait(MessageDelivery before, DeliveryProblem? problem, int hours) =>
        WaitingPeriod.Mark(
            before,
            before with
            {
                State = DeliveryState.Waiting,
                Problem = problem,
                Changed = Start.AddHours(hours),
            }
        );
}
