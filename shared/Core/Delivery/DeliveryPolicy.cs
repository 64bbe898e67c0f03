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
            WaitsFor = null,
            Run = run,
            From = from,
            Changed = now,
        };

    /// <summary>The delivery as failed permanently.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="why">The reason, for administrators.</param>
    /// <param name="cause">The problem before it expired; null where it did not.</param>
    /// <param name="now">The current time.</param>
    public static MessageDelivery GiveUp(
        MessageDelivery delivery,
        DeliveryProblem problem,
        string why,
        DeliveryProblem? cause,
        DateTimeOffset now
    ) =>
        delivery with
        {
            State = DeliveryState.Failed,
            Problem = problem,
            Cause = cause,
            Reply = why,
            LeasedUntil = null,
            NextAttempt = null,
            WaitsFor = null,
            Changed = now,
        };

    /// <summary>The delivery after an attempt.</summary>
    /// <param name="delivery">The delivery as it was claimed.</param>
    /// <param name="result">Result of the attempt.</param>
    /// <param name="retry">How long it is tried from when it was first due.</param>
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
            WaitsFor = null,
            Reply = result.Text,
            Problem = result.Problem,
            Changed = now,
        };
        return result.Outcome switch
        {
            DeliveryOutcome.Accepted => after with { State = DeliveryState.Sent },
            DeliveryOutcome.Refused => after with { State = DeliveryState.Failed },
            _ when DeliveryTerm.IsOver(delivery, retry, now) => Expire(delivery, result.Problem, result.Text, now),
            DeliveryOutcome.Unknown => after with { State = DeliveryState.Unknown, NextAttempt = now + unknown },
            _ => Defer(after, result.RetryAfter, retry, now, jitter),
        };
    }

    /// <summary>
    /// The delivery when sending through the server is paused, which is not caused by this mail: it waits, and the
    /// attempt does not count.
    /// </summary>
    /// <param name="delivery">The delivery as it was claimed.</param>
    /// <param name="result">Result of the attempt.</param>
    /// <param name="server">Id of the server.</param>
    /// <param name="until">End of the pause.</param>
    /// <param name="retry">How long it is tried from when it was first due.</param>
    /// <param name="now">The current time.</param>
    public static MessageDelivery Wait(
        MessageDelivery delivery,
        DeliveryResult result,
        string server,
        DateTimeOffset until,
        TimeSpan retry,
        DateTimeOffset now
    )
    {
        var isCredentials = result.Problem == DeliveryProblem.Authentication;
        var problem = isCredentials ? DeliveryProblem.Authentication : DeliveryProblem.Server;
        if (DeliveryTerm.IsOver(delivery, retry, now))
            return Expire(delivery, problem, result.Text, now);
        return delivery with
        {
            State = DeliveryState.Waiting,
            Problem = problem,
            Reply = result.Text,
            Attempts = delivery.Attempts - 1,
            FirstTried = delivery.Attempts > 1 ? delivery.FirstTried : null,
            LeasedUntil = null,
            NextAttempt = DeliveryTerm.NotAfterEnd(delivery, retry, until),
            WaitsFor = server,
            Changed = now,
        };
    }

    /// <summary>
    /// The delivery when it cannot be tried now: it shows why and until when. A server may have accepted it in an
    /// attempt that did not end, and that stays visible as well.
    /// </summary>
    /// <param name="delivery">The delivery as it was read.</param>
    /// <param name="problem">What keeps it back.</param>
    /// <param name="why">The reason, for administrators.</param>
    /// <param name="server">Id of the server whose limit or pause it is; null for another reason.</param>
    /// <param name="until">When it is looked at again.</param>
    /// <param name="now">The current time.</param>
    public static MessageDelivery KeepBack(
        MessageDelivery delivery,
        DeliveryProblem problem,
        string why,
        string? server,
        DateTimeOffset until,
        DateTimeOffset now
    ) =>
        delivery with
        {
            State = MayHaveArrived(delivery) ? DeliveryState.Unknown : DeliveryState.Waiting,
            Problem = problem,
            Reply = why,
            LeasedUntil = null,
            NextAttempt = until,
            WaitsFor = server,
            Changed = now,
        };

    /// <summary>Whether a server may have accepted the mail in an earlier attempt.</summary>
    public static bool MayHaveArrived(MessageDelivery delivery) =>
        delivery.State is DeliveryState.Sending or DeliveryState.Unknown;

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
    private static MessageDelivery Defer(
        MessageDelivery after,
        TimeSpan? retryAfter,
        TimeSpan retry,
        DateTimeOffset now,
        double jitter
    )
    {
        var next = now + (retryAfter ?? Delay(after.Attempts, jitter));
        return after with
        {
            State = DeliveryState.Waiting,
            Attempts = after.Attempts - (retryAfter is null ? 0 : 1),
            NextAttempt = DeliveryTerm.NotAfterEnd(after, retry, next),
        };
    }

    private static MessageDelivery Expire(
        MessageDelivery delivery,
        DeliveryProblem? problem,
        string words,
        DateTimeOffset now
    ) => GiveUp(delivery, DeliveryProblem.Expired, DeliveryTerm.History(delivery, words, now), problem, now);
}
