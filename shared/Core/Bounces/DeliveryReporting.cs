using Postern.Contracts;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Bounces;

/// <summary>What a report makes of a delivery.</summary>
public static class DeliveryReporting
{
    /// <summary>The delivery with the report; null when it says nothing new.</summary>
    public static MessageDelivery? Apply(MessageDelivery delivery, DeliveryReport report)
    {
        if (
            delivery.Report is { } before
            && (before == report || Weight(before.Kind) > Weight(report.Kind) || OutweighedBy(before, report))
        )
            return null;
        var reported = delivery with { Report = report, Changed = report.Time };
        return report.Kind == BounceReportKind.Bounce && WasAccepted(delivery.State, report.By)
            ? reported with
            {
                State = DeliveryState.Bounced,
                Problem = Problem(report.Reason),
                Reply = report.Words.Length > 0 ? report.Words : BounceWords.Of(report.Reason),
                LeasedUntil = null,
                NextAttempt = null,
            }
            : reported;
    }

    // A mail whose fate is unknown, or whose run died, was accepted all the same when a report on it comes.
    // What anybody could have made up keeps no mail from being sent.
    private static bool WasAccepted(DeliveryState state, BounceEvidence by) =>
        state is DeliveryState.Sent
        || (
            by <= BounceEvidence.ReturnPath
            && state is (DeliveryState.Bounced or DeliveryState.Unknown or DeliveryState.Sending)
        );

    // What is known for certain stays, whatever somebody writes who only knows the Message-Id.
    private static bool OutweighedBy(DeliveryReport before, DeliveryReport report) =>
        before.Kind is (BounceReportKind.Bounce or BounceReportKind.Complaint)
        && before.By <= BounceEvidence.ReturnPath
        && report.By > BounceEvidence.ReturnPath;

    // Reports may overtake each other: a late notice of delay does not undo a bounce.
    private static int Weight(BounceReportKind kind) =>
        kind switch
        {
            BounceReportKind.Delay => 0,
            BounceReportKind.Bounce => 2,
            BounceReportKind.Complaint => 3,
            _ => 1,
        };

    private static DeliveryProblem Problem(BounceReason reason) =>
        reason switch
        {
            BounceReason.Spam or BounceReason.ContentRejected or BounceReason.TooBig => DeliveryProblem.Content,
            BounceReason.SenderRefused
            or BounceReason.Authentication
            or BounceReason.RelayDenied
            or BounceReason.Policy => DeliveryProblem.Sender,
            BounceReason.Expired or BounceReason.RateLimited => DeliveryProblem.Expired,
            BounceReason.NetworkError or BounceReason.ProtocolError => DeliveryProblem.Connection,
            _ => DeliveryProblem.Recipient,
        };
}
