using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>Reads what a reader's program tells of a mail: receipts (RFC 8098), and the answers of responders (RFC 3834).</summary>
internal static class ReceiptReader
{
    /// <summary>The receipt, or null when the mail is none.</summary>
    public static BounceReport? Receipt(IncomingMail mail, ReportParts parts)
    {
        if (parts.Disposition is not { } disposition)
            return mail.Automatic is { Kind: AutomaticMailKind.Receipt } plain
                ? Of(BounceReportKind.Receipt, mail.From?.Address, plain.Reason)
                : null;
        var original = ReportAddress.Read(disposition.Value("Original-Recipient"));
        var reader = ReportAddress.Read(disposition.Value("Final-Recipient")) ?? original ?? mail.From?.Address;
        var report = Of(
            BounceReportKind.Receipt,
            reader,
            $"Disposition: {disposition.Value("Disposition")}",
            original == reader ? null : original
        );
        return report with { OriginalIds = MessageIds.Read(disposition.Value("Original-Message-ID")) };
    }

    /// <summary>A responder's answer, or null when the mail is none: the mail arrived.</summary>
    public static BounceReport? Answer(IncomingMail mail) =>
        mail.Automatic is { Kind: AutomaticMailKind.AutoReply or AutomaticMailKind.Challenge } automatic
            ? Of(BounceReportKind.Automatic, mail.From?.Address, automatic.Reason)
            : null;

    private static BounceReport Of(BounceReportKind kind, string? address, string evidence, string? original = null) =>
        new()
        {
            Kind = kind,
            Recipients = address is null
                ? []
                :
                [
                    new ReportedRecipient
                    {
                        Address = address,
                        OriginalRecipient = original,
                        Action = ReportAction.Delivered,
                    },
                ],
            Evidence = ReportText.OneLine(evidence),
        };
}
