using Postern.Contracts;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Bounces;

/// <summary>Applies a report to its delivery.</summary>
public static class DeliveryReporting
{
    /// <summary>The delivery with the report; null when the report adds nothing to what is known.</summary>
    public static MessageDelivery? Apply(MessageDelivery delivery, DeliveryReport report)
    {
        if (delivery.Report is { } known && !Replaces(report, known))
            return null;
        var reported = delivery with { Report = report, Changed = report.Time };
        if (report.Kind != BounceReportKind.Bounce || !WasAccepted(delivery.State, report.By))
            return reported;
        return reported with
        {
            State = DeliveryState.Bounced,
            Problem = Problem(report.Reason),
            Reply = report.Words.Length > 0 ? report.Words : BounceWords.Of(report.Reason),
            LeasedUntil = null,
            NextAttempt = null,
        };
    }

    // Reports may overtake each other: a late notice of delay does not undo a bounce.
    private static bool Replaces(DeliveryReport report, DeliveryReport known) =>
        known != report && Weight(known.Kind) <= Weight(report.Kind) && !IsOutweighed(report, known);

    // A proven bounce or complaint is never replaced by a report whose sender may only know the Message-Id.
    private static bool IsOutweighed(DeliveryReport report, DeliveryReport known) =>
        known.Kind is (BounceReportKind.Bounce or BounceReportKind.Complaint)
        && IsProven(known.By)
        && !IsProven(report.By);

    // A report proves that a mail was accepted even if the outcome of its SMTP session is not known. A forgeable report
    // must not keep a mail from being sent.
    private static bool WasAccepted(DeliveryState state, BounceEvidence by)
    {
        if (state == DeliveryState.Sent)
            return true;
        return IsProven(by) && state is (DeliveryState.Bounced or DeliveryState.Unknown or DeliveryState.Sending);
    }

    private static bool IsProven(BounceEvidence by) => by <= BounceEvidence.ReturnPath;

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
