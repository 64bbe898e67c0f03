using Postern.Contracts;
using Postern.Core.Delivery;
using static Postern.Tests.Sending.SentMail;

namespace Postern.Tests.Delivery;

public sealed class DeliveryTermTests
{
    private static readonly TimeSpan Retry = TimeSpan.FromDays(3);

    // Days before now: when it was due, first tried and last changed; from when its term counts then.
    [Theory]
    [InlineData(DeliveryState.Queued, null, null, null, 9, null, 0)]
    // Released after a hold, or tried again by a person.
    [InlineData(DeliveryState.Queued, null, 7, 7, 1, null, 0)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Held, 7, 7, 1, null, 0)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Recipient, 2, 1, 1, null, 2)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Server, 2, null, 1, "relay", 2)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Authentication, 2, null, 1, "relay", 2)]
    [InlineData(DeliveryState.Sending, DeliveryProblem.Recipient, 2, 1, 1, null, 2)]
    [InlineData(DeliveryState.Unknown, DeliveryProblem.Lost, 2, 1, 1, null, 2)]
    // The day for which a limit kept it back is left out, in no other wait.
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Limit, 5, null, 1, "relay", 4)]
    [InlineData(DeliveryState.Unknown, DeliveryProblem.Limit, 5, 5, 2, "relay", 3)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Limit, 5, null, 1, null, 5)]
    // Stored by versions that noted no time.
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Recipient, null, 6, 1, null, 6)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Server, null, null, 1, null, 8)]
    [InlineData(DeliveryState.Waiting, DeliveryProblem.Limit, null, null, 1, null, 0)]
    public void A_term_counts_from_when_the_delivery_was_due_without_holds_and_sending_limits(
        DeliveryState state,
        DeliveryProblem? problem,
        int? due,
        int? tried,
        int changed,
        string? waitsFor,
        int counts
    )
    {
        var delivery = ToCarl with
        {
            State = state,
            Problem = problem,
            FirstDue = due is { } before ? Now.AddDays(-before) : null,
            FirstTried = tried is { } days ? Now.AddDays(-days) : null,
            Changed = Now.AddDays(-changed),
            WaitsFor = waitsFor,
        };

        var begun = DeliveryTerm.Begin(Comment with { Time = Now.AddDays(-8) }, delivery, Now);

        Assert.Equal(delivery with { FirstDue = Now.AddDays(-counts) }, begun);
        Assert.Equal(counts >= 3, DeliveryTerm.IsOver(begun, Retry, Now));
    }

    [Fact]
    public void A_clock_that_is_behind_takes_nothing_from_the_term()
    {
        var waiting = ToCarl with
        {
            State = DeliveryState.Waiting,
            Problem = DeliveryProblem.Limit,
            WaitsFor = "relay",
            FirstDue = Now.AddDays(-1),
            Changed = Now.AddMinutes(1),
        };

        Assert.Equal(Now.AddDays(-1), DeliveryTerm.Begin(Comment, waiting, Now).FirstDue);
    }

    [Theory]
    [InlineData(0, "no try got as far as this mail")]
    [InlineData(1, "tried once")]
    [InlineData(12, "tried 12 times")]
    public void The_history_says_how_often_and_since_when_after_the_last_words(int attempts, string tried)
    {
        var delivery = ToCarl with { Attempts = attempts, FirstDue = Now.AddDays(-3.25) };

        var history = DeliveryTerm.History(delivery, "451 4.7.1 Greylisted", Now);

        Assert.Equal(
            $"451 4.7.1 Greylisted (given up after 3.3 days: due since 2026-11-19 04:00 UTC, {tried})",
            history
        );
    }

    [Theory]
    [InlineData(DeliveryProblem.Authentication, "relay", 48, true)]
    [InlineData(DeliveryProblem.Authentication, "relay", 47, false)]
    [InlineData(DeliveryProblem.Authentication, null, 48, false)]
    [InlineData(DeliveryProblem.Server, "relay", 48, false)]
    public void Credentials_that_a_server_rejects_are_warned_of_a_day_before_the_end(
        DeliveryProblem problem,
        string? waitsFor,
        int hours,
        bool isWarned
    )
    {
        var waiting = ToCarl with
        {
            State = DeliveryState.Waiting,
            Problem = problem,
            WaitsFor = waitsFor,
            FirstDue = Now.AddHours(-hours),
        };

        Assert.Equal(isWarned, DeliveryTerm.NeedsWarning(waiting, Retry, Now));
        Assert.False(DeliveryTerm.NeedsWarning(waiting with { State = DeliveryState.Failed }, Retry, Now));
    }
}
