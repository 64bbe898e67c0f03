using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>Parses spam complaints of recipients (RFC 5965), also in the proprietary formats of providers.</summary>
internal static class ComplaintReader
{
    /// <summary>The complaint, or null when the mail is not one.</summary>
    public static BounceReport? Read(IncomingMail mail, ReportParts parts)
    {
        if (parts.Feedback is { } feedback)
            return ReadFeedback(feedback, parts);
        if (mail.Automatic is not { Kind: AutomaticMailKind.Complaint } automatic)
            return null;
        return Complaint(Complainant(mail, parts) is { } address ? [address] : [], automatic.Reason);
    }

    private static BounceReport ReadFeedback(FieldBlock feedback, ReportParts parts)
    {
        var type = feedback.Value("Feedback-Type")?.Trim().ToLowerInvariant() ?? "";
        // auth-failure (RFC 6591 §3.1) is about DNS and signatures, not-spam (RFC 6430) withdraws a complaint.
        var isComplaint = type is not ("auth-failure" or "not-spam");
        var report = Complaint(Complainants(feedback, parts), $"Feedback-Type: {type}");
        return report with
        {
            Kind = isComplaint ? BounceReportKind.Complaint : BounceReportKind.Automatic,
            EnvelopeId = feedback.Value("Original-Envelope-Id"),
            OriginalReturnPath = ReportAddress.Read(feedback.Value("Original-Mail-From")),
            ReportingMta =
                ReportAddress.Host(feedback.Value("Reporting-MTA"))
                ?? ReportAddress.Host(feedback.Value("Reported-Domain")),
        };
    }

    private static List<string> Complainants(FieldBlock feedback, ReportParts parts)
    {
        var inFields = feedback
            .Values("Original-Rcpt-To")
            .Concat(feedback.Values("Removal-Recipient"))
            .Select(ReportAddress.Read)
            .OfType<string>()
            .Distinct()
            .ToList();
        if (inFields.Count > 0)
            return inFields;
        return OriginalRecipient(parts) is { } address ? [address] : [];
    }

    // Never the To field of the returned mail: all copies of a discussion have the same, and another recipient would be
    // blamed.
    private static string? OriginalRecipient(ReportParts parts) =>
        ReportAddress.Read(parts.Original.Value("X-HmXmrOriginalRecipient"))
        ?? OriginalHeader.EnvelopeRecipient(parts.Original);

    private static string? Complainant(IncomingMail mail, ReportParts parts)
    {
        if (OriginalRecipient(parts) is { } recipient)
            return recipient;
        // An "unsubscribe" of Apple Mail is sent by the recipient.
        return mail.Message.Headers.Contains("X-Apple-Unsubscribe") ? mail.From?.Address : null;
    }

    private static BounceReport Complaint(List<string> addresses, string evidence) =>
        new()
        {
            Kind = BounceReportKind.Complaint,
            Recipients = addresses.ConvertAll(address => new ReportedRecipient { Address = address }),
            Evidence = ReportText.OneLine(evidence),
        };
}
