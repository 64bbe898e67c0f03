using System.Text.Json;
using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.Reports;

namespace Postern.Core.Webhooks;

/// <summary>Parses the notifications and events of Amazon SES.</summary>
public static class SesReports
{
    private const string ComplainedRecipients = "complainedRecipients";

    private static readonly Dictionary<string, Section> Sections = new()
    {
        ["Bounce"] = new("bounce", BounceReportKind.Bounce, "bouncedRecipients", SesRecipients.Bounced),
        ["DeliveryDelay"] = new("deliveryDelay", BounceReportKind.Delay, "delayedRecipients", SesRecipients.Delayed),
        ["Delivery"] = new("delivery", BounceReportKind.Delivered, "recipients", SesRecipients.Delivered),
        ["Reject"] = new("reject", BounceReportKind.Bounce, "destination", SesRecipients.Rejected),
    };

    private static readonly Section Complaint = new(
        "complaint",
        BounceReportKind.Complaint,
        ComplainedRecipients,
        SesRecipients.Complained
    );

    private static readonly Section Suppression = new(
        "complaint",
        BounceReportKind.Bounce,
        ComplainedRecipients,
        SesRecipients.Suppressed
    );

    /// <summary>The report; null for an event that is not a report, such as that a mail was sent or opened.</summary>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    /// <exception cref="KeyNotFoundException">The part that describes the event is missing.</exception>
    /// <exception cref="InvalidOperationException">A member is of another type, or is not Unicode.</exception>
    public static SesReport? Read(string text)
    {
        // When a topic is set up, SNS itself sends a plain text.
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return null;
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return SectionOf(root) is { } section ? Read(root, section) : null;
    }

    private static Section? SectionOf(JsonElement root)
    {
        var type = root.Text("notificationType") ?? root.Text("eventType");
        if (type == "Complaint")
            return ComplaintSection(root.GetProperty("complaint"));
        return type is null ? null : Sections.GetValueOrDefault(type);
    }

    private static Section? ComplaintSection(JsonElement complaint)
    {
        if (complaint.Text("complaintFeedbackType") == "not-spam")
            return null;
        // With this subtype SES did not send the mail, because of a complaint about an earlier one.
        return complaint.Text("complaintSubType") == "OnAccountSuppressionList" ? Suppression : Complaint;
    }

    private static SesReport Read(JsonElement root, Section section)
    {
        var part = root.GetProperty(section.Name);
        var mail = root.Member("mail") ?? default;
        var ids = IdsOf(mail);
        // The section of a rejected mail contains no recipients.
        var container = part.TryGetProperty(section.Recipients, out _) ? part : mail;
        var recipients = container.Items(section.Recipients).Select(item => section.ReadRecipient(part, item));
        var report = new BounceReport
        {
            Kind = section.Kind,
            Recipients = [.. recipients.DistinctBy(recipient => recipient.Address)],
            OriginalIds = ids,
            OriginalMessageId = ids.Count > 0 ? ids[0] : null,
            OriginalReturnPath = EmailAddress.Canonical(mail.Text("source") ?? ""),
            ReportingMta = part.Text("reportingMTA"),
            Evidence = Evidence(section, part),
        };
        return new SesReport(report, part.Time("timestamp"));
    }

    private static string Evidence(Section section, JsonElement part)
    {
        string?[] words =
        [
            section.Name,
            part.Text("bounceType"),
            part.Text("bounceSubType"),
            part.Text("complaintFeedbackType"),
        ];
        return $"Amazon SES: {string.Join(' ', words.OfType<string>())}";
    }

    // SES assigns another Message-Id; the gateway's is among the headers where SES is configured to include them.
    private static IReadOnlyList<string> IdsOf(JsonElement mail)
    {
        var header = mail.Items("headers").FirstOrDefault(IsMessageId);
        var common = mail.Member("commonHeaders")?.Text("messageId");
        return [.. MessageIds.Read(header.Text("value")).Concat(MessageIds.Read(common)).Distinct()];
    }

    private static bool IsMessageId(JsonElement header) =>
        string.Equals(header.Text("name"), "Message-ID", StringComparison.OrdinalIgnoreCase);

    // The part of a notification that describes the event. ReadRecipient has as arguments that part and one of its
    // recipients.
    private sealed record Section(
        string Name,
        BounceReportKind Kind,
        string Recipients,
        Func<JsonElement, JsonElement, ReportedRecipient> ReadRecipient
    );
}

/// <summary>A report of Amazon SES.</summary>
/// <param name="Report">The report.</param>
/// <param name="Time">When the event happened; null when it is not stated.</param>
public sealed record SesReport(BounceReport Report, DateTimeOffset? Time);
