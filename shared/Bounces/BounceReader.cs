using Postern.Mail;

namespace Postern.Bounces;

/// <summary>Reads what mail systems report on mail of ours. Never throws, and answers the same for the same mail.</summary>
public static class BounceReader
{
    /// <summary>The report that a mail is, or null when it is none: mail of a person, a newsletter. <see cref="IncomingMail.Report"/> holds the answer.</summary>
    public static BounceReport? Read(IncomingMail mail)
    {
        return mail.Automatic is { Kind: AutomaticMailKind.DeliveryReport } automatic ? new BounceReport { Kind = BounceReportKind.Bounce, Evidence = automatic.Reason } : null;
    }
}
