using Postern.Core.Configuration;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>Whether a report counts against the address of its recipient (P28), and why.</summary>
internal sealed record BounceJudgement(bool Counts, string Why)
{
    public static BounceJudgement Of(BounceReportKind kind, BounceMatch match, GatewayParameters parameters)
    {
        if (kind is not (BounceReportKind.Bounce or BounceReportKind.Complaint))
            return new(false, "That says nothing against the address.");
        if (kind == BounceReportKind.Bounce && !Diagnosis.SpeaksOfAddress(match.Reported.Reason))
            return new(false, "It does not count: the reason is not the address's own.");
        if (match.By == BounceEvidence.Address)
            return new(false, "It does not count: nothing in it shows that a mail of ours was meant.");
        if (match.By == BounceEvidence.MessageId && !parameters.TrustMessageIds)
            return new(false, "It is shown and does not count: a Message-Id is known to many (mail.bounce.trust=tag).");
        return new(true, "It counts against the address.");
    }
}
