using Postern.Core.Addresses;
using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// Parses reports in plain text, as Exim, qmail, Postfix, Exchange, Domino, GroupWise, IMail, Courier, Google, Yahoo
/// and others write them instead of RFC 3464. No format is required, only that a mail system or another program wrote
/// the mail and that it reports a failure.
/// </summary>
internal static class NoticeReader
{
    private const string FailedRecipientsField = "X-Failed-Recipients";

    /// <summary>The report, or null when the mail is not one.</summary>
    public static BounceReport? Read(IncomingMail mail, ReportParts parts)
    {
        var fieldRecipients = FieldRecipients(mail);
        if (!MayBeNotice(mail, fieldRecipients))
            return null;
        var recipients = FindRecipients(mail, parts.Notice, fieldRecipients);
        var evidence = fieldRecipients.Count > 0 ? FailedRecipientsField : NoticeEvidence.Find(mail, parts, recipients);
        if (evidence is null)
            return null;
        return new BounceReport
        {
            Kind = Kind(mail, parts.Notice),
            Recipients = recipients,
            ReportingMta = mail.NamedFrom?.Domain,
            Evidence = ReportText.OneLine(evidence),
        };
    }

    /// <summary>The recipients that the text names; also for status reports whose fields name none.</summary>
    public static IReadOnlyList<ReportedRecipient> Recipients(IncomingMail mail, ReportParts parts) =>
        FindRecipients(mail, parts.Notice, FieldRecipients(mail));

    /// <summary>What a notice in plain text reports: a delay, a delivery, else a bounce.</summary>
    public static BounceReportKind Kind(IncomingMail mail, NoticeText notice)
    {
        var subject = mail.Subject;
        if (NoticePhraseFinder.FindDelay(subject) is not null || NoticePhraseFinder.FindDelay(notice.Text) is not null)
            return BounceReportKind.Delay;
        if (NoticePhraseFinder.FindSuccess(subject) is not null)
            return BounceReportKind.Delivered;
        var textReportsSuccess = NoticePhraseFinder.FindSuccess(notice.Text) is not null;
        return textReportsSuccess && NoticePhraseFinder.FindFailure(subject) is null
            ? BounceReportKind.Delivered
            : BounceReportKind.Bounce;
    }

    // Cheap, and before any text is searched: most mail is not a notice.
    private static bool MayBeNotice(IncomingMail mail, List<string> fieldRecipients)
    {
        if (fieldRecipients.Count > 0 || mail.NullReturnPath || SystemSender.Is(mail))
            return AutomaticSubjects.Match(mail.Subject) != AutomaticMailKind.AutoReply;
        return !ReplySubject.Begins(mail.Subject);
    }

    private static List<string> FieldRecipients(IncomingMail mail) =>
        mail
            .Message.Headers.Where(header =>
                header.Field.Equals(FailedRecipientsField, StringComparison.OrdinalIgnoreCase)
            )
            .SelectMany(header => ReportAddress.All(header.Value))
            .Distinct()
            .ToList();

    private static List<ReportedRecipient> FindRecipients(
        IncomingMail mail,
        NoticeText notice,
        List<string> fieldRecipients
    )
    {
        var action = Action(Kind(mail, notice));
        var remoteMta = RemoteHosts.Find(notice.Text);
        return NoticeRecipients
            .Find(notice, fieldRecipients, AddressesOfReport(mail))
            .Select(recipient => Diagnose(recipient, action, remoteMta))
            .ToList();
    }

    private static HashSet<string> AddressesOfReport(IncomingMail mail) =>
        mail
            .HeaderTo.Concat(mail.HeaderCc)
            .Append(mail.NamedFrom)
            .Append(mail.ReturnPath)
            .OfType<EmailAddress>()
            .Select(address => address.Address)
            .ToHashSet(StringComparer.Ordinal);

    private static ReportedRecipient Diagnose(NoticeRecipient recipient, ReportAction action, string? remoteMta)
    {
        var (text, diagnosis) = MostSpecific(recipient.Explanations);
        return new ReportedRecipient
        {
            Address = recipient.Address,
            Action = action,
            Status = diagnosis.Status,
            ReplyCode = diagnosis.ReplyCode,
            Diagnostic = ReportText.OneLine(text),
            RemoteMta = RemoteHosts.Find(text) ?? remoteMta,
            Reason = diagnosis.Reason,
            Class = diagnosis.Class,
        };
    }

    // The nearest explanation that states a reason, else the nearest with a code, else the nearest.
    private static (string Text, Diagnosis Diagnosis) MostSpecific(IReadOnlyList<string> explanations)
    {
        var diagnosed = new List<(string Text, Diagnosis Diagnosis)>();
        foreach (var text in explanations.Where(text => text.Length > 0).Distinct())
        {
            var diagnosis = Diagnosis.Of(text);
            if (diagnosis.Reason != BounceReason.Unknown)
                return (text, diagnosis);
            diagnosed.Add((text, diagnosis));
        }
        if (diagnosed.Count == 0)
            return ("", Diagnosis.Of(""));
        return diagnosed[Math.Max(diagnosed.FindIndex(each => each.Diagnosis.ReplyCode is not null), 0)];
    }

    private static ReportAction Action(BounceReportKind kind) =>
        kind switch
        {
            BounceReportKind.Delay => ReportAction.Delayed,
            BounceReportKind.Delivered => ReportAction.Delivered,
            _ => ReportAction.Failed,
        };
}
