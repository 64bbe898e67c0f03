using Postern.Core.Mail;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// Decides whether a mail is a notice of a failed or delayed delivery, and by what. The less the header says that a
/// machine wrote it, the more the text has to say.
/// </summary>
internal static class NoticeEvidence
{
    private const string Returned = "the returned mail";

    /// <summary>What identifies the mail as a notice, as a text for people; null when it is not one.</summary>
    public static string? Find(IncomingMail mail, ReportParts parts, List<ReportedRecipient> recipients)
    {
        var inSubject = NoticePhraseFinder.FindFailureOrDelay(mail.Subject);
        var inText = NoticePhraseFinder.FindFailureOrDelay(parts.Notice.Text);
        if (SystemSender.Is(mail))
            return FromSystem(mail, parts, recipients, inSubject, inText);
        if (mail.NullReturnPath || SystemSender.IsProgram(mail))
            return FromProgram(mail, parts, recipients, inSubject ?? inText);
        return FromAnybody(mail, parts, recipients, inSubject ?? inText);
    }

    // Programs also send other mail: a phrase alone is not enough.
    private static string? FromProgram(
        IncomingMail mail,
        ReportParts parts,
        List<ReportedRecipient> recipients,
        string? phrase
    )
    {
        if (mail.NullReturnPath && ReturnedMail.IsOfRecipient(mail, parts.Original))
            return phrase ?? Returned;
        var hasReason = recipients.Exists(HasReason);
        if (phrase is null || !hasReason)
            return null;
        return HasCode(recipients) || !parts.Original.IsEmpty ? phrase : null;
    }

    // People forward what was returned to them, and quote it: their mail does not return ours with its trace fields and
    // name another recipient of it at the same time.
    private static string? FromAnybody(
        IncomingMail mail,
        ReportParts parts,
        List<ReportedRecipient> recipients,
        string? phrase
    )
    {
        var original = parts.Original;
        if (phrase is null || !original.Has("Received"))
            return null;
        var returnedTo = ReportAddress.All($"{original.Value("To")} {original.Value("Cc")}").ToHashSet();
        if (!recipients.Exists(recipient => HasReason(recipient) && returnedTo.Contains(recipient.Address!)))
            return null;
        var isAnswer = mail.InReplyTo.Count > 0 || mail.WeakSign is not null;
        return !isAnswer && ReturnedMail.IsOfRecipient(mail, original) ? phrase : null;
    }

    private static string? FromSystem(
        IncomingMail mail,
        ReportParts parts,
        List<ReportedRecipient> recipients,
        string? inSubject,
        string? inText
    )
    {
        var isReply = ReplySubject.Begins(mail.Subject);
        // A person may answer mail to the postmaster (RFC 2142 §5) and quote what was reported.
        if (isReply && mail is { Automatic: null, NamedFrom.LocalPart: "postmaster" })
            return null;
        if (HasCode(recipients))
            return $"{mail.FromText}: {recipients[0].Diagnostic}";
        if (isReply)
            return null;
        if (inSubject is not null)
            return $"{mail.FromText}: {inSubject}";
        if (inText is not null && recipients.Count > 0)
            return $"{mail.FromText}: {inText}";
        var mayReturn = mail.NullReturnPath || mail.Automatic is not null;
        return mayReturn && ReturnedMail.IsOfRecipient(mail, parts.Original) ? $"{mail.FromText}: {Returned}" : null;
    }

    private static bool HasReason(ReportedRecipient recipient) =>
        recipient.Reason != BounceReason.Unknown || recipient.ReplyCode is not null;

    private static bool HasCode(List<ReportedRecipient> recipients) =>
        recipients.Exists(recipient => recipient.ReplyCode is not null || recipient.Status is not null);
}
