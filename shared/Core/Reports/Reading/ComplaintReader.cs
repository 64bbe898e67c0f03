using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>Reads complaints of readers (RFC 5965), also in the forms of providers that have their own.</summary>
internal static class ComplaintReader
{
    /// <summary>The complaint, or null when the mail is none.</summary>
    public static BounceReport? Read(IncomingMail mail, ReportParts parts)
    {
        if (parts.Feedback is { } feedback)
            return Feedback(feedback, parts);
        if (mail.Automatic is not { Kind: AutomaticMailKind.Complaint } automatic)
            return null;
        return Complaint(Whom(mail, parts) is { } address ? [address] : [], automatic.Reason);
    }

    // RFC 6591 §3.1: auth-failure is about DNS and signatures; RFC 6430: not-spam takes a complaint back. Neither is a reader's complaint.
    private static BounceReport Feedback(FieldBlock feedback, ReportParts parts)
    {
        var type = feedback.Value("Feedback-Type")?.Trim().ToLowerInvariant() ?? "";
        var report = Complaint(Readers(feedback, parts), $"Feedback-Type: {type}");
        return report with
        {
            Kind = type is "auth-failure" or "not-spam" ? BounceReportKind.Automatic : BounceReportKind.Complaint,
            EnvelopeId = feedback.Value("Original-Envelope-Id"),
            OriginalReturnPath = ReportAddress.Read(feedback.Value("Original-Mail-From")),
            ReportingMta =
                ReportAddress.Host(feedback.Value("Reporting-MTA"))
                ?? ReportAddress.Host(feedback.Value("Reported-Domain")),
        };
    }

    private static List<string> Readers(FieldBlock feedback, ReportParts parts)
    {
        var named = feedback
            .Values("Original-Rcpt-To")
            .Concat(feedback.Values("Removal-Recipient"))
            .Select(ReportAddress.Read)
            .OfType<string>()
            .Distinct()
            .ToList();
        return named.Count > 0 ? named
            : Hidden(parts) is { } address ? [address]
            : [];
    }

    // Never the returned To: a copy of a discussion shows the same To to everybody, and a complaint must not hit another reader.
    private static string? Hidden(ReportParts parts) =>
        ReportAddress.Read(parts.Original.Value("X-HmXmrOriginalRecipient"))
        ?? OriginalHeader.EnvelopeRecipient(parts.Original);

    // An "unsubscribe" that the mail program sends comes from the reader.
    private static string? Whom(IncomingMail mail, ReportParts parts) =>
        Hidden(parts) ?? (mail.Message.Headers.Contains("X-Apple-Unsubscribe") ? mail.From?.Address : null);

    private static BounceReport Complaint(List<string> addresses, string evidence) =>
        new()
        {
            Kind = BounceReportKind.Complaint,
            Recipients = addresses.ConvertAll(address => new ReportedRecipient { Address = address }),
            Evidence = ReportText.OneLine(evidence),
        };
}
