using Postern.Core.Addresses;
using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// Reads reports in plain words: what Exim, qmail, Postfix, Exchange, Domino, GroupWise, IMail, Courier, Google, Yahoo and others write when they
/// write no RFC 3464. Nothing is asked of the form but that a mail system wrote it, and that it says so or names whom it could not reach and why.
/// </summary>
internal static class NoticeReader
{
    /// <summary>The report, or null when the mail is none.</summary>
    public static BounceReport? Read(IncomingMail mail, ReportParts parts)
    {
        var notice = parts.Notice;
        var named = Named(mail);
        if (!MayBe(mail, named))
            return null;
        var recipients = Recipients(mail, notice, named);
        return Evidence(mail, parts, recipients, named) is { } evidence
            ? Report(mail, notice, recipients, evidence)
            : null;
    }

    /// <summary>The recipients that the words name; for reports with a part of fields that names nobody.</summary>
    public static IReadOnlyList<ReportedRecipient> Recipients(IncomingMail mail, ReportParts parts) =>
        Recipients(mail, parts.Notice, Named(mail));

    private static List<ReportedRecipient> Recipients(IncomingMail mail, NoticeText notice, List<string> named)
    {
        var own = mail
            .HeaderTo.Concat(mail.HeaderCc)
            .Append(mail.From)
            .Append(mail.ReturnPath)
            .OfType<EmailAddress>()
            .Select(address => address.Address)
            .ToHashSet(StringComparer.Ordinal);
        var (action, remote) = (Action(Kind(mail, notice)), RemoteHosts.Find(notice.Words));
        return [.. NoticeRecipients.Find(notice, named, own).Select(found => Recipient(found, action, remote))];
    }

    private static ReportedRecipient Recipient(NoticeRecipient found, ReportAction action, string? remote)
    {
        var (words, diagnosis) = Telling(found.Words);
        return new ReportedRecipient
        {
            Address = found.Address,
            Action = action,
            Status = diagnosis.Status,
            ReplyCode = diagnosis.ReplyCode,
            Diagnostic = ReportText.OneLine(words),
            RemoteMta = RemoteHosts.Find(words) ?? remote,
            Reason = diagnosis.Reason,
            Class = diagnosis.Class,
        };
    }

    // The nearest words that give a reason; else the nearest that hold a code.
    private static (string Words, Diagnosis Diagnosis) Telling(IReadOnlyList<string> words)
    {
        var read = words.Where(text => text.Length > 0).Select(text => (text, Diagnosis: Diagnosis.Of(text))).ToList();
        var telling = read.FindIndex(each => each.Diagnosis.Reason != BounceReason.Unknown);
        if (telling < 0)
            telling = read.FindIndex(each => each.Diagnosis.ReplyCode is not null);
        if (read.Count == 0)
            return ("", Diagnosis.Of(""));
        return read[Math.Max(telling, 0)];
    }

    // Cheap, and before any word is read: most mail is none of this.
    private static bool MayBe(IncomingMail mail, List<string> named)
    {
        if (named.Count > 0 || mail.NullReturnPath || SystemSender.Is(mail))
            return AutomaticSubjects.Match(mail.Subject) != AutomaticMailKind.AutoReply;
        return SystemSender.IsProgram(mail) && !NoticePhrases.IsAnswer(mail.Subject);
    }

    private static string? Evidence(
        IncomingMail mail,
        ReportParts parts,
        List<ReportedRecipient> recipients,
        List<string> named
    )
    {
        if (named.Count > 0)
            return "X-Failed-Recipients";
        var (subject, words) = (
            NoticePhrases.Failure(mail.Subject) ?? NoticePhrases.Delay(mail.Subject),
            NoticePhrases.Failure(parts.Notice.Words) ?? NoticePhrases.Delay(parts.Notice.Words)
        );
        var told = recipients.Exists(recipient =>
            recipient.Reason != BounceReason.Unknown || recipient.ReplyCode is not null
        );
        var coded = recipients.Exists(recipient => recipient.ReplyCode is not null || recipient.Status is not null);
        if (!SystemSender.Is(mail))
            return (subject ?? words) is { } said && told && (coded || !parts.Original.IsEmpty) ? said : null;
        // People read and answer the mail of the postmaster (RFC 2142 §5), and quote what was reported to them.
        var answers = NoticePhrases.IsAnswer(mail.Subject);
        if (answers && mail is { Automatic: null, From.LocalPart: "postmaster" })
            return null;
        if (coded)
            return $"{mail.FromText}: {recipients[0].Diagnostic}";
        if (answers)
            return null;
        return subject is not null ? $"{mail.FromText}: {subject}"
            : words is not null && recipients.Count > 0 ? $"{mail.FromText}: {words}"
            : null;
    }

    private static BounceReport Report(
        IncomingMail mail,
        NoticeText notice,
        List<ReportedRecipient> recipients,
        string evidence
    ) =>
        new()
        {
            Kind = Kind(mail, notice),
            Recipients = recipients,
            ReportingMta = mail.From?.Domain,
            Evidence = ReportText.OneLine(evidence),
        };

    public static BounceReportKind Kind(IncomingMail mail, NoticeText notice)
    {
        if (NoticePhrases.Delay(mail.Subject) is not null || NoticePhrases.Delay(notice.Words) is not null)
            return BounceReportKind.Delay;
        return
            NoticePhrases.Success(mail.Subject) is not null
            || (NoticePhrases.Success(notice.Words) is not null && NoticePhrases.Failure(mail.Subject) is null)
            ? BounceReportKind.Delivered
            : BounceReportKind.Bounce;
    }

    private static ReportAction Action(BounceReportKind kind) =>
        kind switch
        {
            BounceReportKind.Delay => ReportAction.Delayed,
            BounceReportKind.Delivered => ReportAction.Delivered,
            _ => ReportAction.Failed,
        };

    private static List<string> Named(IncomingMail mail) =>
        [
            .. mail
                .Message.Headers.Where(header =>
                    header.Field.Equals("X-Failed-Recipients", StringComparison.OrdinalIgnoreCase)
                )
                .SelectMany(header => ReportAddress.All(header.Value))
                .Distinct(),
        ];
}
