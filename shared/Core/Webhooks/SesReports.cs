using System.Text.Json;
using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.Reports;

namespace Postern.Core.Webhooks;

/// <summary>Reads what SES says in a message.</summary>
public static class SesReports
{
    /// <summary>The report, and when it happened; null for what is none: a mail that was sent, or opened.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static (BounceReport Report, DateTimeOffset? Time)? Read(string text)
    {
        // SNS itself writes a word or two in plain text when a topic is set up.
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return null;
        using var json = JsonDocument.Parse(text);
        var root = json.RootElement;
        return (root.Text("notificationType") ?? root.Text("eventType")) switch
        {
            "Bounce" => Report(root, "bounce", BounceReportKind.Bounce, "bouncedRecipients", Bounced),
            "Complaint" => Complaint(root),
            "DeliveryDelay" => Report(
                root,
                "deliveryDelay",
                BounceReportKind.Delay,
                "delayedRecipients",
                (_, one) => Recipient(one, ReportAction.Delayed)
            ),
            "Delivery" => Report(root, "delivery", BounceReportKind.Delivered, "recipients", Delivered),
            "Reject" => Report(root, "reject", BounceReportKind.Bounce, "destination", Rejected),
            _ => null,
        };
    }

    private static (BounceReport Report, DateTimeOffset? Time)? Complaint(JsonElement root)
    {
        var complaint = root.GetProperty("complaint");
        if (complaint.Text("complaintFeedbackType") == "not-spam")
            return null;
        // A mail that SES did not send since somebody complained of an earlier one.
        return complaint.Text("complaintSubType") == "OnAccountSuppressionList"
            ? Report(
                root,
                "complaint",
                BounceReportKind.Bounce,
                "complainedRecipients",
                (_, one) =>
                    Recipient(one, ReportAction.Failed) with
                    {
                        Reason = BounceReason.Policy,
                        Class = BounceClass.Hard,
                    }
            )
            : Report(
                root,
                "complaint",
                BounceReportKind.Complaint,
                "complainedRecipients",
                (_, one) => Recipient(one, null)
            );
    }

    private static (BounceReport Report, DateTimeOffset? Time) Report(
        JsonElement root,
        string part,
        BounceReportKind kind,
        string recipients,
        Func<JsonElement, JsonElement, ReportedRecipient> read
    )
    {
        var told = root.GetProperty(part);
        var mail = root.TryGetProperty("mail", out var sent) ? sent : default;
        var ids = IdsOf(mail);
        return (
            new BounceReport
            {
                Kind = kind,
                // Of a mail that it rejects SES repeats nobody.
                Recipients =
                [
                    .. (told.TryGetProperty(recipients, out _) ? told : mail)
                        .Items(recipients)
                        .Select(one => read(told, one))
                        .DistinctBy(one => one.Address),
                ],
                OriginalIds = ids,
                OriginalMessageId = ids.Count > 0 ? ids[0] : null,
                OriginalReturnPath = EmailAddress.Canonical(mail.Text("source") ?? ""),
                ReportingMta = told.Text("reportingMTA"),
                Evidence =
                    $"Amazon SES: {string.Join(' ', new[] { part, told.Text("bounceType"), told.Text("bounceSubType"), told.Text("complaintFeedbackType") }.OfType<string>())}",
            },
            told.Time("timestamp")
        );
    }

    // The id that we gave: SES gives the mail another, and tells ours among the headers where it is set to tell them.
    private static IReadOnlyList<string> IdsOf(JsonElement mail)
    {
        var header = mail.Items("headers")
            .FirstOrDefault(field =>
                string.Equals(field.Text("name"), "Message-ID", StringComparison.OrdinalIgnoreCase)
            );
        return
        [
            .. MessageIds
                .Read(header.Text("value"))
                .Concat(
                    MessageIds.Read(
                        mail.ValueKind == JsonValueKind.Object && mail.TryGetProperty("commonHeaders", out var common)
                            ? common.Text("messageId")
                            : null
                    )
                )
                .Distinct(),
        ];
    }

    private static ReportedRecipient Bounced(JsonElement bounce, JsonElement one)
    {
        var recipient = Recipient(one, one.Text("action") == "delayed" ? ReportAction.Delayed : ReportAction.Failed);
        var reason = bounce.Text("bounceSubType") switch
        {
            // SES did not offer the mail: the bounce that led there has been counted.
            "Suppressed" or "OnAccountSuppressionList" => BounceReason.Policy,
            "NoEmail" when recipient.Reason == BounceReason.Unknown => BounceReason.UserUnknown,
            "MailboxFull" when recipient.Reason == BounceReason.Unknown => BounceReason.MailboxFull,
            "MessageTooLarge" when recipient.Reason == BounceReason.Unknown => BounceReason.TooBig,
            "ContentRejected" or "AttachmentRejected" when recipient.Reason == BounceReason.Unknown =>
                BounceReason.ContentRejected,
            "CustomTimeoutExceeded" when recipient.Reason == BounceReason.Unknown => BounceReason.Expired,
            _ => recipient.Reason,
        };
        var type = bounce.Text("bounceType") switch
        {
            "Permanent" => BounceClass.Hard,
            "Transient" => BounceClass.Soft,
            _ => recipient.Class,
        };
        return recipient with { Reason = reason, Class = type };
    }

    private static ReportedRecipient Delivered(JsonElement delivery, JsonElement one) =>
        new()
        {
            Address = EmailAddress.Canonical(one.GetString() ?? ""),
            Action = ReportAction.Delivered,
            Diagnostic = delivery.Text("smtpResponse") ?? "",
            RemoteMta = delivery.Text("reportingMTA"),
        };

    // SES took the mail, found a virus in it and sent it to nobody.
    private static ReportedRecipient Rejected(JsonElement reject, JsonElement one) =>
        new()
        {
            Address = EmailAddress.Canonical(one.GetString() ?? ""),
            Action = ReportAction.Failed,
            Diagnostic = reject.Text("reason") ?? "",
            Reason = BounceReason.ContentRejected,
            Class = BounceClass.Soft,
        };

    private static ReportedRecipient Recipient(JsonElement one, ReportAction? action)
    {
        var words = one.Text("diagnosticCode") ?? "";
        var diagnosis = Diagnosis.Of(words, null, one.Text("status"));
        return new ReportedRecipient
        {
            Address = EmailAddress.Canonical(one.Text("emailAddress") ?? ""),
            Action = action,
            Status = diagnosis.Status,
            ReplyCode = diagnosis.ReplyCode,
            Diagnostic = words,
            Reason = action is null ? BounceReason.Unknown : diagnosis.Reason,
            Class = action is null ? BounceClass.Undetermined : diagnosis.Class,
        };
    }
}
