using MimeKit;
using Postern.Core.Mail;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// Parses delivery status notifications (RFC 3464, RFC 6533), also those whose fields are in the text for people.
/// </summary>
internal static class StatusReportReader
{
    // With more recipients only the fields are used: the search of the text takes quadratic time.
    private const int MostRecipientsInText = 50;

    /// <summary>The report, or null when the mail has no status fields.</summary>
    public static BounceReport? Read(IncomingMail mail, ReportParts parts)
    {
        if (IsForwarded(mail))
            return null;
        var fieldsInText = parts.DeliveryStatus.Length == 0;
        var fields = fieldsInText ? FieldsInText(mail, parts) : parts.DeliveryStatus;
        if (fields is null)
            return null;
        var blocks = FieldBlock.All(fields);
        var recipients = Recipients(blocks, fieldsInText ? null : parts.Notice);
        if (recipients.Count == 0 && fieldsInText)
            return null;
        if (!recipients.Exists(recipient => recipient.Address is not null))
            recipients = WithAddressesOfText(recipients, NoticeReader.Recipients(mail, parts));
        return new BounceReport
        {
            Kind = Kind(mail, parts, recipients),
            Recipients = recipients,
            EnvelopeId = FirstValue(blocks, "Original-Envelope-Id"),
            ReportingMta = ReportAddress.Host(FirstValue(blocks, "Reporting-MTA")) ?? mail.NamedFrom?.Domain,
            Evidence = fieldsInText
                ? "Final-Recipient and Action in the words"
                : "Content-Type: message/delivery-status",
        };
    }

    // Only for the mail that it may return is a mail without any sign of a machine read here.
    private static bool IsForwarded(IncomingMail mail) =>
        mail is { Automatic: null, NullReturnPath: false, Message.Body: not MultipartReport }
        && !SystemSender.IsProgram(mail);

    private static List<ReportedRecipient> Recipients(IReadOnlyList<FieldBlock> blocks, NoticeText? notice)
    {
        var groups = blocks.Where(StatusGroupReader.IsRecipient).ToList();
        var searchedText = groups.Count > MostRecipientsInText ? null : notice;
        return groups.Select(group => StatusGroupReader.Read(group, searchedText)).DistinctBy(Key).ToList();
    }

    private static object Key(ReportedRecipient recipient) => recipient.Address ?? (object)recipient;

    // A report that a postmaster forwarded is in the place of the returned mail; in the bounce of a bounce, it is the
    // returned mail.
    private static string? FieldsInText(IncomingMail mail, ReportParts parts)
    {
        var notice = parts.Notice;
        if (HasRecipientFields(notice.Text))
            return notice.Text;
        if (!SystemSender.Is(mail) || !HasRecipientFields(notice.ReturnedMail))
            return null;
        return NoticeReader.Recipients(mail, parts).Count == 0 ? notice.ReturnedMail : null;
    }

    // Both fields are required for each recipient (RFC 3464 §2.3); a text that only mentions one of them is not a
    // report.
    private static bool HasRecipientFields(string text) =>
        HasField(text, "Final-Recipient:") && (HasField(text, "Action:") || HasField(text, "Status:"));

    private static bool HasField(string text, string field) =>
        text.StartsWith(field, StringComparison.OrdinalIgnoreCase)
        || text.Contains($"\n{field}", StringComparison.OrdinalIgnoreCase);

    // Used when the fields have no address: the status of a single group applies to the first address of the text.
    private static List<ReportedRecipient> WithAddressesOfText(
        List<ReportedRecipient> inFields,
        IReadOnlyList<ReportedRecipient> inText
    )
    {
        if (inText.Count == 0)
            return inFields;
        return inFields is [var only] ? [only with { Address = inText[0].Address }, .. inText.Skip(1)] : [.. inText];
    }

    private static string? FirstValue(IReadOnlyList<FieldBlock> blocks, string name) =>
        blocks.Select(block => block.Value(name)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    // A single failed recipient makes the report a bounce; the status of the others is in their own entries.
    private static BounceReportKind Kind(IncomingMail mail, ReportParts parts, List<ReportedRecipient> recipients)
    {
        if (recipients.Count == 0)
            return NoticeReader.Kind(mail, parts.Notice);
        if (recipients.Exists(recipient => recipient.Action is ReportAction.Failed))
            return BounceReportKind.Bounce;
        return recipients.Exists(recipient => recipient.Action is ReportAction.Delayed)
            ? BounceReportKind.Delay
            : BounceReportKind.Delivered;
    }
}
