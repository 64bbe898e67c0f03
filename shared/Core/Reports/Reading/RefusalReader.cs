using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>Parses the receipts by which a filter of the recipient refuses a mail (RFC 5429 §2.1.2, RFC 8098).</summary>
internal static class RefusalReader
{
    public static BounceReport Read(FieldBlock disposition, NoticeText notice)
    {
        var original = ReportAddress.Read(disposition.Value("Original-Recipient"));
        var address = ReportAddress.Read(disposition.Value("Final-Recipient")) ?? original;
        var diagnosis = Diagnosis.Of(notice.Text);
        var isFilter = diagnosis.Reason == BounceReason.Unknown;
        var recipient = new ReportedRecipient
        {
            Address = address,
            OriginalRecipient = original == address ? null : original,
            Action = ReportAction.Failed,
            Status = diagnosis.Status,
            ReplyCode = diagnosis.ReplyCode,
            Diagnostic = ReportText.OneLine(notice.Text),
            Reason = isFilter ? BounceReason.Policy : diagnosis.Reason,
            Class = isFilter ? BounceClass.Soft : diagnosis.Class,
        };
        return new BounceReport
        {
            Kind = BounceReportKind.Bounce,
            Recipients = [recipient],
            OriginalIds = MessageIds.Read(disposition.Value("Original-Message-ID")),
            Evidence = ReportText.OneLine($"Disposition: {disposition.Value("Disposition")}"),
        };
    }
}
