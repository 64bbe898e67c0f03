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

    [Fact]
    public void A_claim_writes_the_run_that_it_is_given_and_the_end_of_its_lease()
    {
        var queued = new MessageDelivery
        {
            Message = "m",
            Recipient = "carl@customer.example",
            Run = "an earlier run",
        };

        var claimed = DeliveryPolicy.Claim(queued, "run-7", "ann@mycompany.example", false, Lease, Now);

        Assert.Equal(
            (DeliveryState.Sending, "run-7", "ann@mycompany.example"),
            (claimed.State, claimed.Run, claimed.From)
        );
        Assert.Equal((Now + Lease, Now, Now), (claimed.LeasedUntil, claimed.FirstTried, claimed.Changed));
        Assert.Equal((1, 0), (claimed.Attempts, claimed.PossibleDoubles));
    }

    [Fact]
    public void A_further_claim_keeps_the_time_of_the_first_try_and_counts_a_possible_double()
    {
        var earlier = Claimed(2, Now.AddHours(-1)) with { PossibleDoubles = 1 };

        var claimed = DeliveryPolicy.Claim(earlier, "run-8", "ann@mycompany.example", true, Lease, Now);

        Assert.Equal(("run-8", 3, 2), (claimed.Run, claimed.Attempts, claimed.PossibleDoubles));
        Assert.Equal(Now.AddHours(-1), claimed.FirstTried);
    }

    [Fact]
    public void A_wait_for_the_server_is_no_try_and_the_first_one_begins_the_time_anew()
    {
        var (until, closed) = (Now.AddMinutes(5), new DeliveryResult(DeliveryOutcome.Deferred, "421 Too much"));

        var first = DeliveryPolicy.Wait(Claimed(1, Now), closed, "relay", until, Retry, Now);
        var third = DeliveryPolicy.Wait(Claimed(3, Now.AddHours(-1)), closed, "relay", until, Retry, Now);

        Assert.Equal((DeliveryProblem.Server, "relay"), (first.Problem, first.WaitsFor));
        Assert.Equal((DeliveryState.Waiting, 0, null), (first.State, first.Attempts, first.FirstTried));
        Assert.Equal((until, null), (first.NextAttempt, first.LeasedUntil));
        Assert.Equal((2, Now.AddHours(-1)), (third.Attempts, third.FirstTried));
    }

    [Theory]
    [InlineData(DeliveryOutcome.Deferred, DeliveryProblem.Recipient)]
    [InlineData(DeliveryOutcome.Unreachable, DeliveryProblem.Connection)]
    [InlineData(DeliveryOutcome.Unreachable, DeliveryProblem.Security)]
    [InlineData(DeliveryOutcome.Unknown, DeliveryProblem.Lost)]
    public void After_its_term_no_attempt_is_followed_by_another_and_the_history_says_what_was_tried(
        DeliveryOutcome outcome,
        DeliveryProblem problem
    )
    {
        var claimed = Claimed(7, Now.AddDays(-1)) with { FirstDue = Now - Retry };

        var ended = DeliveryPolicy.Next(claimed, new(outcome, "451 4.0.0 No", problem), Retry, Lease, Now, 0.5);

        Assert.Equal((DeliveryState.Failed, DeliveryProblem.Expired), (ended.State, ended.Problem));
        Assert.Equal((problem, null), (ended.Cause, ended.NextAttempt));
        Assert.Equal(
            "451 4.0.0 No (given up after 3 days: due since 2026-11-19 10:00 UTC, tried 7 times)",
            ended.Reply
        );
    }

    [Theory]
    [InlineData(DeliveryProblem.Authentication, DeliveryProblem.Authentication)]
    [InlineData(DeliveryProblem.Recipient, DeliveryProblem.Server)]
    public void After_its_term_no_mail_waits_for_its_server(DeliveryProblem said, DeliveryProblem cause)
    {
        var result = new DeliveryResult(DeliveryOutcome.Deferred, "421 4.7.0 No", said);
        var claimed = Claimed(1, Now) with { FirstDue = Now - Retry };

        var ended = DeliveryPolicy.Wait(claimed, result, "relay", Now.AddHours(1), Retry, Now);
        var before = DeliveryPolicy.Wait(claimed, result, "relay", Now.AddHours(1), Retry, Now.AddTicks(-1));

        Assert.Equal((DeliveryState.Failed, DeliveryProblem.Expired, cause), (ended.State, ended.Problem, ended.Cause));
        Assert.Equal((null, null), (ended.WaitsFor, ended.NextAttempt));
        Assert.Equal((DeliveryState.Waiting, Now), (before.State, before.NextAttempt));
    }

    [Fact]
    public void The_last_attempt_is_at_the_end_of_the_term()
    {
        var deferred = new DeliveryResult(DeliveryOutcome.Deferred, "450 4.2.0 try later");
        var claimed = Claimed(9, Now.AddDays(-2)) with { FirstDue = Now - Retry + TimeSpan.FromMinutes(20) };

        var next = DeliveryPolicy.Next(claimed, deferred, Retry, Lease, Now, 0.5);

        Assert.Equal((DeliveryState.Waiting, Now.AddMinutes(20)), (next.State, next.NextAttempt));
    }

    [Theory]
    [InlineData(DeliveryState.Queued, DeliveryState.Waiting)]
    [InlineData(DeliveryState.Waiting, DeliveryState.Waiting)]
    [InlineData(DeliveryState.Sending, DeliveryState.Unknown)]
    [InlineData(DeliveryState.Unknown, DeliveryState.Unknown)]
    public void What_is_kept_back_shows_why_and_whether_a_server_may_have_it(DeliveryState state, DeliveryState kept)
    {
        var before = Claimed(2, Now.AddHours(-1)) with { State = state, PossibleDoubles = 1 };
        var until = Now.AddHours(4);

        var after = DeliveryPolicy.KeepBack(before, DeliveryProblem.Limit, "5 of 5", "relay", until, Now);

        Assert.Equal((kept, DeliveryProblem.Limit, "5 of 5"), (after.State, after.Problem, after.Reply));
        Assert.Equal((until, null, "relay"), (after.NextAttempt, after.LeasedUntil, after.WaitsFor));
        Assert.Equal((2, 1), (after.Attempts, after.PossibleDoubles));
        Assert.Equal(kept == DeliveryState.Unknown, DeliveryPolicy.MayHaveArrived(after));
        Assert.Null(DeliveryPolicy.Claim(after, "run", "a@b.example", false, Lease, Now).WaitsFor);
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
