using Postern.Core.Mail;

namespace Postern.Core.Reports.Reading;

/// <summary>Reads delivery status notifications (RFC 3464, RFC 6533), also those whose fields stand in the words for people.</summary>
internal static class StatusReportReader
{
    // For more recipients than these the fields alone are read: looking each of them up in the words takes time that grows with the square.
    private const int MostSpoken = 50;

    /// <summary>The report, or null when the mail has no such fields.</summary>
    public static BounceReport? Read(IncomingMail mail, ReportParts parts)
    {
        var inWords = parts.DeliveryStatus.Length == 0;
        if ((inWords ? Fields(mail, parts) : parts.DeliveryStatus) is not { } text)
            return null;
        var blocks = FieldBlock.All(text);
        var groups = blocks.Where(StatusGroupReader.IsRecipient).ToList();
        var notice = inWords || groups.Count > MostSpoken ? null : parts.Notice;
        var recipients = groups.Select(group => StatusGroupReader.Read(group, notice)).DistinctBy(Key).ToList();
        if (recipients.Count == 0 && inWords)
            return null;
        return Report(
            mail,
            parts,
            blocks,
            recipients.Exists(recipient => recipient.Address is not null)
                ? recipients
                : Spoken(mail, parts, recipients),
            inWords
        );
    }

    private static object Key(ReportedRecipient recipient) => recipient.Address ?? (object)recipient;

    // A report that a postmaster passed on stands where the returned mail would; in the bounce of a bounce it is the returned mail.
    private static string? Fields(IncomingMail mail, ReportParts parts)
    {
        if (HasFields(parts.Notice.Words))
            return parts.Notice.Words;
        return SystemSender.Is(mail) && HasFields(parts.Notice.Rest) && NoticeReader.Recipients(mail, parts).Count == 0
            ? parts.Notice.Rest
            : null;
    }

    // Both fields are required of each recipient (RFC 3464 §2.3); a text that speaks of one of them is no report.
    private static bool HasFields(string words) =>
        HasField(words, "Final-Recipient:") && (HasField(words, "Action:") || HasField(words, "Status:"));

    private static bool HasField(string words, string field) =>
        words.StartsWith(field, StringComparison.OrdinalIgnoreCase)
        || words.Contains($"\n{field}", StringComparison.OrdinalIgnoreCase);

    // The fields name nobody, but the words may: the fields then go with the address that the words name.
    private static List<ReportedRecipient> Spoken(IncomingMail mail, ReportParts parts, List<ReportedRecipient> fields)
    {
        var spoken = NoticeReader.Recipients(mail, parts);
        if (spoken.Count == 0)
            return fields;
        return fields is [var only] ? [only with { Address = spoken[0].Address }, .. spoken.Skip(1)] : [.. spoken];
    }

    private static BounceReport Report(
        IncomingMail mail,
        ReportParts parts,
        IReadOnlyList<FieldBlock> blocks,
        List<ReportedRecipient> recipients,
        bool inWords
    ) =>
        new()
        {
            Kind = Kind(mail, parts, recipients),
            Recipients = recipients,
            EnvelopeId = Field(blocks, "Original-Envelope-Id"),
            ReportingMta = ReportAddress.Host(Field(blocks, "Reporting-MTA")) ?? mail.From?.Domain,
            Evidence = inWords ? "Final-Recipient and Action in the words" : "Content-Type: message/delivery-status",
        };

    private static string? Field(IReadOnlyList<FieldBlock> blocks, string name) =>
        blocks.Select(block => block.Value(name)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    // One recipient that failed makes it a bounce; what the others got stands with each of them.
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
