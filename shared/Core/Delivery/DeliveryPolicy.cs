using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Core.Delivery;

/// <summary>What follows from the outcome of a try.</summary>
public static class DeliveryPolicy
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    /// <summary>The delivery as a run claims it that is about to try.</summary>
    /// <param name="delivery">The delivery as it was read.</param>
    /// <param name="run">A name of the run that no other run has.</param>
    /// <param name="from">The header From that it is sent with.</param>
    /// <param name="possibleDouble">Whether the mail may have been accepted before.</param>
    /// <param name="lease">How long the delivery is left to the run.</param>
    /// <param name="now">The time.</param>
    public static MessageDelivery Claim(
        MessageDelivery delivery,
        string run,
        string from,
        bool possibleDouble,
        TimeSpan lease,
        DateTimeOffset now
    ) =>
        delivery with
        {
            State = DeliveryState.Sending,
            Attempts = delivery.Attempts + 1,
            FirstTried = delivery.FirstTried ?? now,
            LeasedUntil = now + lease,
            PossibleDoubles = delivery.PossibleDoubles + (possibleDouble ? 1 : 0),
            Run = run,
            From = from,
            Changed = now,
        };

    /// <summary>The delivery when it is never tried again.</summary>
    public static MessageDelivery GiveUp(
        MessageDelivery delivery,
        DeliveryProblem problem,
        string why,
        DateTimeOffset now
    ) =>
        delivery with
        {
            State = DeliveryState.Failed,
            Problem = problem,
            Reply = why,
            LeasedUntil = null,
            NextAttempt = null,
            Changed = now,
        };

    /// <param name="delivery">The delivery as it was claimed.</param>
    /// <param name="result">How the try ended.</param>
    /// <param name="retry">How long it may be tried, from the first try on.</param>
    /// <param name="unknown">How long a mail waits that may have arrived.</param>
    /// <param name="now">The time.</param>
    /// <param name="jitter">A random number from 0 to 1: what waits together must not come back together.</param>
    public static MessageDelivery Next(
        MessageDelivery delivery,
        DeliveryResult result,
        TimeSpan retry,
        TimeSpan unknown,
        DateTimeOffset now,
        double jitter
    )
    {
        var after = delivery with
        {
            LeasedUntil = null,
            NextAttempt = null,
            Reply = result.Text,
            Problem = result.Problem,
            Changed = now,
        };
        return result.Outcome switch
        {
            DeliveryOutcome.Accepted => after with { State = DeliveryState.Sent },
            DeliveryOutcome.Refused => after with { State = DeliveryState.Failed },
            DeliveryOutcome.Unknown => after with { State = DeliveryState.Unknown, NextAttempt = now + unknown },
            _ when now - (delivery.FirstTried ?? now) >= retry => after with
            {
                State = DeliveryState.Failed,
                Problem = DeliveryProblem.Expired,
            },
            _ when result.RetryAfter is { } soon => after with
            {
                State = DeliveryState.Waiting,
                Attempts = delivery.Attempts - 1,
                NextAttempt = now + soon,
            },
            _ => after with { State = DeliveryState.Waiting, NextAttempt = now + Delay(delivery.Attempts, jitter) },
        };
    }

    /// <summary>The server gets no mail now, which is not this mail's fault: it waits, and the try does not count.</summary>
    public static MessageDelivery Wait(
        MessageDelivery delivery,
        DeliveryResult result,
        DateTimeOffset until,
        DateTimeOffset now
    ) =>
        delivery with
        {
            State = DeliveryState.Waiting,
            Problem =
                result.Problem == DeliveryProblem.Authentication
                    ? DeliveryProblem.Authentication
                    : DeliveryProblem.Server,
            Reply = result.Text,
            Attempts = delivery.Attempts - 1,
            FirstTried = delivery.Attempts > 1 ? delivery.FirstTried : null,
            LeasedUntil = null,
            NextAttempt = until,
            Changed = now,
        };

    /// <summary>The wait after a number of tries: 5 to 15 minutes after the first, twice that after each further one, four hours at most.</summary>
    public static TimeSpan Delay(int attempts, double jitter)
    {
        var first = TimeSpan.FromMinutes(5 + (10 * jitter));
        var grown = first * Math.Pow(2, Math.Min(Math.Max(attempts, 1) - 1, 10));
        return grown < Longest ? grown : Longest - TimeSpan.FromMinutes(10 * jitter);
    }
}
