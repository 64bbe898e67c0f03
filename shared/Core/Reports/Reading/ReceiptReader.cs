using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>Parses receipts (RFC 8098) and the answers of automatic responders (RFC 3834).</summary>
internal static class ReceiptReader
{
    /// <summary>The receipt, or null when the mail is not one.</summary>
    public static BounceReport? Receipt(IncomingMail mail, ReportParts parts)
    {
        if (parts.Disposition is { } disposition)
            return IsRefusal(disposition, mail)
                ? RefusalReader.Read(disposition, parts.Notice)
                : ReadDisposition(disposition, mail);
        return mail.Automatic is { Kind: AutomaticMailKind.Receipt } automatic
            ? Report(BounceReportKind.Receipt, Delivered(mail.From?.Address), automatic.Reason)
            : null;
    }

    /// <summary>
    /// The answer of a responder, which shows that the mail was delivered; null when the mail is not one.
    /// </summary>
    public static BounceReport? Answer(IncomingMail mail) =>
        mail.Automatic is { Kind: AutomaticMailKind.AutoReply or AutomaticMailKind.Challenge } automatic
            ? Report(BounceReportKind.Automatic, Delivered(mail.From?.Address), automatic.Reason)
            : null;

    // Sieve refuses a mail by a receipt that says it was deleted (RFC 5429 §2.1.2), which a mail program also writes for
    // mail that was deleted unread. That one comes from the recipient.
    private static bool IsRefusal(FieldBlock disposition, IncomingMail mail)
    {
        var type = disposition.Value("Disposition")?.Split(';')[^1].Trim() ?? "";
        if (!Begins(type, "deleted") && !Begins(type, "failed"))
            return false;
        var autoSubmitted = mail.Message.Headers["Auto-Submitted"] ?? "";
        return SystemSender.Is(mail) || autoSubmitted.Contains("rejected", StringComparison.OrdinalIgnoreCase);
    }

    private static bool Begins(string type, string word) => type.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static BounceReport ReadDisposition(FieldBlock disposition, IncomingMail mail)
    {
        var original = ReportAddress.Read(disposition.Value("Original-Recipient"));
        var final = ReportAddress.Read(disposition.Value("Final-Recipient")) ?? original ?? mail.From?.Address;
        var recipient = Delivered(final, original == final ? null : original);
        var evidence = $"Disposition: {disposition.Value("Disposition")}";
        return Report(BounceReportKind.Receipt, recipient, evidence) with
        {
            OriginalIds = MessageIds.Read(disposition.Value("Original-Message-ID")),
        };
    }

    private static ReportedRecipient? Delivered(string? address, string? originalRecipient = null) =>
        address is null
            ? null
            : new ReportedRecipient
            {
                Address = address,
                OriginalRecipient = originalRecipient,
                Action = ReportAction.Delivered,
            };

    private static BounceReport Report(BounceReportKind kind, ReportedRecipient? recipient, string evidence) =>
        new()
        {
            Kind = kind,
            Recipients = recipient is null ? [] : [recipient],
            Evidence = ReportText.OneLine(evidence),
        };
}
