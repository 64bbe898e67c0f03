using Postern.Core.Mail;

namespace Postern.Core.Reports.Reading;

/// <summary>Decides whether a mail is a notice of a failed or delayed delivery, and by what.</summary>
internal static class NoticeEvidence
{
    /// <summary>What identifies the mail as a notice, as a text for people; null when it is not one.</summary>
    public static string? Find(IncomingMail mail, ReportParts parts, List<ReportedRecipient> recipients)
    {
        var inSubject = NoticePhraseFinder.FindFailureOrDelay(mail.Subject);
        var inText = NoticePhraseFinder.FindFailureOrDelay(parts.Notice.Text);
        return SystemSender.Is(mail)
            ? FromSystem(mail, recipients, inSubject, inText)
            : FromProgram(parts, recipients, inSubject ?? inText);
    }

    // Programs also send other mail: a phrase alone is not enough.
    private static string? FromProgram(ReportParts parts, List<ReportedRecipient> recipients, string? phrase)
    {
        var hasReason = recipients.Exists(recipient =>
            recipient.Reason != BounceReason.Unknown || recipient.ReplyCode is not null
        );
        if (phrase is null || !hasReason)
            return null;
        return HasCode(recipients) || !parts.Original.IsEmpty ? phrase : null;
    }

    private static string? FromSystem(
        IncomingMail mail,
        List<ReportedRecipient> recipients,
        string? inSubject,
        string? inText
    )
    {
        var isReply = NoticePhraseFinder.IsReply(mail.Subject);
        // A person may answer mail to the postmaster (RFC 2142 §5) and quote what was reported.
        if (isReply && mail is { Automatic: null, NamedFrom.LocalPart: "postmaster" })
            return null;
        if (HasCode(recipients))
            return $"{mail.FromText}: {recipients[0].Diagnostic}";
        if (isReply)
            return null;
        if (inSubject is not null)
            return $"{mail.FromText}: {inSubject}";
        return inText is not null && recipients.Count > 0 ? $"{mail.FromText}: {inText}" : null;
    }

    private static bool HasCode(List<ReportedRecipient> recipients) =>
        recipients.Exists(recipient => recipient.ReplyCode is not null || recipient.Status is not null);
}
