using MimeKit;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Text;

namespace Postern.Core.Reports.Reading;

/// <summary>Parses the report that a mail contains about mail of ours. Pure and deterministic.</summary>
internal static class BounceReader
{
    // Units of a reader: phrases, in a text as long as a report's may be.
    private const int WorkOfReport = 1_000_000;

    // The most specific formats first.
    private static readonly Func<IncomingMail, ReportParts, BounceReport?>[] Readers =
    [
        ComplaintReader.Read,
        ReceiptReader.Receipt,
        StatusReportReader.Read,
        NoticeReader.Read,
        (mail, _) => ReceiptReader.Answer(mail),
        Unreadable,
    ];

    /// <summary>
    /// The report, or null when the mail is not one. The result is stored in <see cref="IncomingMail.Report"/>.
    /// </summary>
    public static BounceReport? Read(IncomingMail mail, ReadingBudget budget)
    {
        if (!MayBeReport(mail))
            return null;
        // The text is bounded; it is searched for some hundred phrases.
        budget.Take(WorkOfReport);
        var parts = ReportParts.Of(mail);
        foreach (var reader in Readers)
        {
            budget.Take(WorkOfReport);
            if (reader(mail, parts) is not { } report)
                continue;
            var identified = OriginalHeader.Identify(report, mail, parts.Original);
            return WithEnvelopeRecipient(identified, parts.Original);
        }
        return null;
    }

    // Uses only what is known already, so that mail of people and newsletters costs next to nothing.
    private static bool MayBeReport(IncomingMail mail) =>
        mail.Automatic is { Kind: not (AutomaticMailKind.List or AutomaticMailKind.Bulk) }
        || mail.NullReturnPath
        || mail.Message.Body is MultipartReport
        || SystemSender.IsProgram(mail)
        || ReturnedMail.MayBeIn(mail);

    // A mail system wrote it, but no reader recognises it: it is shown as a bounce without recipients.
    private static BounceReport? Unreadable(IncomingMail mail, ReportParts parts)
    {
        if (mail.Automatic is not { Kind: AutomaticMailKind.DeliveryReport } automatic)
            return null;
        return new BounceReport
        {
            Kind = NoticeReader.Kind(mail, parts.Notice),
            ReportingMta = mail.NamedFrom?.Domain,
            Evidence = ReportText.OneLine(automatic.Reason),
        };
    }

    // The Received fields of the returned mail name the envelope recipient; its To field does not say which of several
    // was meant.
    private static BounceReport WithEnvelopeRecipient(BounceReport report, FieldBlock original)
    {
        if (report.Kind is not (BounceReportKind.Bounce or BounceReportKind.Delay))
            return report;
        if (report.Recipients.Any(recipient => recipient.Address is not null))
            return report;
        if (OriginalHeader.EnvelopeRecipient(original) is not { } address)
            return report;
        var recipient = report.Recipients is [var only] ? only : new ReportedRecipient { Action = ActionOf(report) };
        return report with { Recipients = [recipient with { Address = address }] };
    }

    private static ReportAction ActionOf(BounceReport report) =>
        report.Kind is BounceReportKind.Delay ? ReportAction.Delayed : ReportAction.Failed;
}
