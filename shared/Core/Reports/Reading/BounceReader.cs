using MimeKit;
using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>Reads what mail systems report on mail of ours. Pure, and answers the same for the same mail.</summary>
internal static class BounceReader
{
    private static readonly Func<IncomingMail, ReportParts, BounceReport?>[] Readers =
    [
        ComplaintReader.Read,
        ReceiptReader.Receipt,
        StatusReportReader.Read,
        NoticeReader.Read,
        (mail, _) => ReceiptReader.Answer(mail),
        Unreadable,
    ];

    /// <summary>The report that a mail is, or null when it is none: mail of a person, a newsletter. <see cref="IncomingMail.Report"/> holds the answer.</summary>
    public static BounceReport? Read(IncomingMail mail)
    {
        if (!MayBe(mail))
            return null;
        var parts = ReportParts.Of(mail);
        foreach (var reader in Readers)
        {
            if (reader(mail, parts) is { } report)
                return Whole(OriginalHeader.Name(report, mail, parts.Original), parts.Original);
        }
        return null;
    }

    // Looks at what is known already, so that mail of people and newsletters cost nothing.
    private static bool MayBe(IncomingMail mail) =>
        mail.Automatic is { Kind: not (AutomaticMailKind.List or AutomaticMailKind.Bulk) }
        || mail.NullReturnPath
        || mail.Message.Body is MultipartReport
        || SystemSender.IsProgram(mail);

    // A mail system wrote it, and nobody can tell what of: it is shown as a bounce that names nobody.
    private static BounceReport? Unreadable(IncomingMail mail, ReportParts parts) =>
        mail.Automatic is { Kind: AutomaticMailKind.DeliveryReport } automatic
            ? new BounceReport
            {
                Kind = NoticeReader.Kind(mail, parts.Notice),
                ReportingMta = mail.From?.Domain,
                Evidence = ReportText.OneLine(automatic.Reason),
            }
            : null;

    // The envelope's recipient stands in the returned header too; its To does not say who of several was meant.
    private static BounceReport Whole(BounceReport report, FieldBlock original)
    {
        if (
            report.Kind is not (BounceReportKind.Bounce or BounceReportKind.Delay)
            || report.Recipients.Any(recipient => recipient.Address is not null)
        )
            return report;
        if (OriginalHeader.EnvelopeRecipient(original) is not { } address)
            return report;
        var known = report.Recipients is [var only]
            ? only
            : new ReportedRecipient
            {
                Action = report.Kind is BounceReportKind.Delay ? ReportAction.Delayed : ReportAction.Failed,
            };
        return report with { Recipients = [known with { Address = address }] };
    }
}
