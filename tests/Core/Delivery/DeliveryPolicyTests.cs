using Postern.Contracts;
using Postern.Core.Delivery;
using Postern.Core.Threads;

namespace Postern.Tests.Delivery;

public sealed class DeliveryPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Retry = TimeSpan.FromDays(3);

    [Theory]
    [InlineData(DeliveryOutcome.Accepted, DeliveryState.Sent)]
    [InlineData(DeliveryOutcome.Refused, DeliveryState.Failed)]
    [InlineData(DeliveryOutcome.Deferred, DeliveryState.Waiting)]
    [InlineData(DeliveryOutcome.Unreachable, DeliveryState.Waiting)]
    [InlineData(DeliveryOutcome.Unknown, DeliveryState.Unknown)]
    public void Each_outcome_leads_to_one_state(DeliveryOutcome outcome, DeliveryState state)
    {
        var next = DeliveryPolicy.Next(Claimed(1, Now), new DeliveryResult(outcome, "words"), Retry, Lease, Now, 0.5);
        Assert.Equal((state, "words"), (next.State, next.Reply));
        Assert.Equal(state is DeliveryState.Waiting or DeliveryState.Unknown, next.NextAttempt is not null);
        Assert.Null(next.LeasedUntil);
    }

    [Theory]
    [InlineData(0.0, 5)]
    [InlineData(1.0, 15)]
    public void The_first_retry_comes_after_5_to_15_minutes(double jitter, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), DeliveryPolicy.Delay(1, jitter));

    [Fact]
    public void Waits_grow_and_stay_within_four_hours()
    {
        var waits = Enumerable.Range(1, 40).Select(attempt => DeliveryPolicy.Delay(attempt, 0)).ToList();
        Assert.Equal(waits.Order(), waits);
        Assert.Equal(TimeSpan.FromHours(4), waits[^1]);
        Assert.True(DeliveryPolicy.Delay(1000, 1) <= TimeSpan.FromHours(4));
    }

    [Fact]
    public void A_mail_is_given_up_when_it_was_tried_for_as_long_as_allowed()
    {
        var deferred = new DeliveryResult(DeliveryOutcome.Deferred, "450 4.2.0 try later");
        var late = DeliveryPolicy.Next(Claimed(20, Now - Retry), deferred, Retry, Lease, Now, 0.5);
        Assert.Equal((DeliveryState.Failed, DeliveryProblem.Expired), (late.State, late.Problem));
        Assert.Equal(
            DeliveryState.Waiting,
            DeliveryPolicy
                .Next(Claimed(20, Now - Retry + TimeSpan.FromSeconds(1)), deferred, Retry, Lease, Now, 0.5)
                .State
        );
    }

    [Fact]
    public void A_try_that_reached_no_server_does_not_count_and_comes_again_soon()
    {
        var busy = new DeliveryResult(DeliveryOutcome.Deferred, "All connections are in use.")
        {
            RetryAfter = TimeSpan.FromSeconds(30),
        };
        var next = DeliveryPolicy.Next(Claimed(3, Now), busy, Retry, Lease, Now, 0.5);
        Assert.Equal((DeliveryState.Waiting, 2, Now.AddSeconds(30)), (next.State, next.Attempts, next.NextAttempt));
    }

    private static MessageDelivery Claimed(int attempts, DateTimeOffset firstTried) =>
        new()
        {
            Message = "m",
            Recipient = "carl@customer.example",
            State = DeliveryState.Sending,
            Attempts = attempts,
            FirstTried = firstTried,
            LeasedUntil = Now + Lease,
        };
}
