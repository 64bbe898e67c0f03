using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Core.Delivery;

/// <summary>The state of a delivery before and after an attempt, and when a failed one is retried.</summary>
public static class DeliveryPolicy
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    /// <summary>The delivery as claimed by the run that is about to send it.</summary>
    /// <param name="delivery">The delivery as it was read.</param>
    /// <param name="run">Unique id of the run.</param>
    /// <param name="from">The header From.</param>
    /// <param name="possibleDouble">Whether a server may have accepted the mail before.</param>
    /// <param name="lease">How long no other run may send it.</param>
    /// <param name="now">The current time.</param>
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

    /// <summary>The delivery as failed permanently.</summary>
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

    /// <summary>The delivery after an attempt.</summary>
    /// <param name="delivery">The delivery as it was claimed.</param>
    /// <param name="result">Result of the attempt.</param>
    /// <param name="retry">The retry period, from the first attempt on.</param>
    /// <param name="unknown">The wait before a mail is sent again that a server may have accepted.</param>
    /// <param name="now">The current time.</param>
    /// <param name="jitter">A random number from 0 to 1, so that deferred mails are not retried all at once.</param>
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
        var isExpired = now - (delivery.FirstTried ?? now) >= retry;
        return result.Outcome switch
        {
            DeliveryOutcome.Accepted => after with { State = DeliveryState.Sent },
            DeliveryOutcome.Refused => after with { State = DeliveryState.Failed },
            DeliveryOutcome.Unknown => after with { State = DeliveryState.Unknown, NextAttempt = now + unknown },
            _ when isExpired => after with { State = DeliveryState.Failed, Problem = DeliveryProblem.Expired },
            _ => Defer(after, result.RetryAfter, now, jitter),
        };
    }

    /// <summary>
    /// The delivery when sending through the server is paused, which is not caused by this mail: it waits, and the
    /// attempt does not count.
    /// </summary>
    public static MessageDelivery Wait(
        MessageDelivery delivery,
        DeliveryResult result,
        DateTimeOffset until,
        DateTimeOffset now
    )
    {
        var isCredentials = result.Problem == DeliveryProblem.Authentication;
        return delivery with
        {
            State = DeliveryState.Waiting,
            Problem = isCredentials ? DeliveryProblem.Authentication : DeliveryProblem.Server,
            Reply = result.Text,
            Attempts = delivery.Attempts - 1,
            FirstTried = delivery.Attempts > 1 ? delivery.FirstTried : null,
            LeasedUntil = null,
            NextAttempt = until,
            Changed = now,
        };
    }

    /// <summary>
    /// The wait after a number of attempts: 5 to 15 minutes after the first, doubled after each further one, at most
    /// four hours.
    /// </summary>
    public static TimeSpan Delay(int attempts, double jitter)
    {
        var first = TimeSpan.FromMinutes(5 + (10 * jitter));
        var grown = first * Math.Pow(2, Math.Min(Math.Max(attempts, 1) - 1, 10));
        return grown < Longest ? grown : Longest - TimeSpan.FromMinutes(10 * jitter);
    }

    // With a time to retry no server was asked, so the attempt does not count.
    private static MessageDelivery Defer(MessageDelivery after, TimeSpan? retryAfter, DateTimeOffset now, double jitter)
    {
        var waiting = after with { State = DeliveryState.Waiting };
        return retryAfter is { } wait
            ? waiting with
            {
                Attempts = after.Attempts - 1,
                NextAttempt = now + wait,
            }
            : waiting with
            {
                NextAttempt = now + Delay(after.Attempts, jitter),
            };
    }
}
