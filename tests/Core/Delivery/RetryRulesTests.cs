using Postern.Contracts;
using Postern.Core.Delivery;
using static Postern.Tests.Sending.SentMail;

namespace Postern.Tests.Delivery;

public sealed class RetryRulesTests
{
    [Theory]
    [InlineData(DeliveryState.Failed, DeliveryProblem.Expired, null)]
    [InlineData(DeliveryState.Bounced, null, null)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Limit, null)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Recipient, null)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Held, "It is held. Release it on the attention list.")]
    [InlineData(DeliveryState.Queued, null, "It is on its queue, and tried as soon as its turn comes.")]
    [InlineData(DeliveryState.Sending, null, "It is being tried at this moment.")]
    [InlineData(
        DeliveryState.Unknown,
        DeliveryProblem.Lost,
        "A server may have accepted it, so it is not sent again before 2026-11-22 10:15 UTC; then it is by itself."
    )]
    [InlineData(DeliveryState.Sent, null, "A server has accepted it.")]
    [InlineData(DeliveryState.Skipped, DeliveryProblem.Blacklisted, "It is not sent on purpose: Blacklisted.")]
    public void A_person_is_told_why_a_delivery_is_not_tried_now(
        DeliveryState state,
        DeliveryProblem? problem,
        string? refusal
    )
    {
        var delivery = ToCarl with
        {
            State = state,
            Problem = problem,
            Reply = "Blacklisted.",
            NextAttempt = Now.AddMinutes(15),
        };

        Assert.Equal(refusal, RetryRules.Refusal(delivery));
    }

    [Fact]
    public void A_waiting_delivery_is_due_at_once_and_its_term_goes_on()
    {
        var waiting = ToCarl with
        {
            State = DeliveryState.Waiting,
            FirstDue = Now.AddDays(-1),
            NextAttempt = Now.AddHours(3),
        };

        var now = RetryRules.Now(Comment, waiting, Now);

        Assert.Equal((DeliveryState.Waiting, null), (now.State, now.NextAttempt));
        Assert.Equal((Now.AddDays(-1), Now), (now.FirstDue, now.Changed));
    }

    [Fact]
    public void What_waits_for_a_limit_keeps_its_place_and_the_time_that_the_limit_took()
    {
        var booked = Now.AddHours(3);
        var waiting = ToCarl with
        {
            State = DeliveryState.Waiting,
            Problem = DeliveryProblem.Limit,
            WaitsFor = "relay",
            FirstDue = Now.AddDays(-2),
            NextAttempt = booked,
            Changed = Now.AddDays(-1),
        };

        var now = RetryRules.Now(Comment, waiting, Now);

        Assert.Equal((booked, Now.AddDays(-1)), (now.NextAttempt, now.FirstDue));
        Assert.Equal(now.FirstDue, DeliveryTerm.Begin(Comment, now, Now).FirstDue);
    }
}
