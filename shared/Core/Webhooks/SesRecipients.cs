using System.Text.Json;
using Postern.Core.Addresses;
using Postern.Core.Reports;

namespace Postern.Core.Webhooks;

/// <summary>
/// Converts the recipients in notifications of Amazon SES. Each method has as arguments the part of the notification
/// that describes the event, and one recipient.
/// </summary>
internal static class SesRecipients
{
    public static ReportedRecipient Bounced(JsonElement bounce, JsonElement item)
    {
        var action = item.Text("action") == "delayed" ? ReportAction.Delayed : ReportAction.Failed;
        var recipient = Diagnosed(item, action);
        return recipient with
        {
            Reason = BounceReasonOf(bounce, recipient.Reason),
            Class = BounceClassOf(bounce, recipient.Class),
        };
    }

    public static ReportedRecipient Delayed(JsonElement delay, JsonElement item) =>
        Diagnosed(item, ReportAction.Delayed);

    public static ReportedRecipient Complained(JsonElement complaint, JsonElement item) =>
        Diagnosed(item, action: null) with
        {
            Reason = BounceReason.Unknown,
            Class = BounceClass.Undetermined,
        };

    public static ReportedRecipient Suppressed(JsonElement complaint, JsonElement item) =>
        Diagnosed(item, ReportAction.Failed) with
        {
            Reason = BounceReason.Policy,
            Class = BounceClass.Hard,
        };

    public static ReportedRecipient Delivered(JsonElement delivery, JsonElement item) =>
        new()
        {
            Address = EmailAddress.Canonical(item.GetString() ?? ""),
            Action = ReportAction.Delivered,
            Diagnostic = delivery.Text("smtpResponse") ?? "",
            RemoteMta = delivery.Text("reportingMTA"),
        };

    // SES accepted the mail, found a virus in it and did not send it.
    public static ReportedRecipient Rejected(JsonElement reject, JsonElement item) =>
        new()
        {
            Address = EmailAddress.Canonical(item.GetString() ?? ""),
            Action = ReportAction.Failed,
            Diagnostic = reject.Text("reason") ?? "",
            Reason = BounceReason.ContentRejected,
            Class = BounceClass.Soft,
        };

    private static ReportedRecipient Diagnosed(JsonElement item, ReportAction? action)
    {
        var text = item.Text("diagnosticCode") ?? "";
        var diagnosis = Diagnosis.Of(text, null, item.Text("status"));
        return new ReportedRecipient
        {
            Address = EmailAddress.Canonical(item.Text("emailAddress") ?? ""),
            Action = action,
            Status = diagnosis.Status,
            ReplyCode = diagnosis.ReplyCode,
            Diagnostic = text,
            Reason = diagnosis.Reason,
            Class = diagnosis.Class,
        };
    }

    private static BounceReason BounceReasonOf(JsonElement bounce, BounceReason diagnosed)
    {
        var subType = bounce.Text("bounceSubType");
        // SES did not send the mail because of an earlier bounce, which has been counted.
        if (subType is "Suppressed" or "OnAccountSuppressionList")
            return BounceReason.Policy;
        if (diagnosed != BounceReason.Unknown)
            return diagnosed;
        return subType switch
        {
            "NoEmail" => BounceReason.UserUnknown,
            "MailboxFull" => BounceReason.MailboxFull,
            "MessageTooLarge" => BounceReason.TooBig,
            "ContentRejected" or "AttachmentRejected" => BounceReason.ContentRejected,
            "CustomTimeoutExceeded" => BounceReason.Expired,
            _ => BounceReason.Unknown,
        };
    }

    private static BounceClass BounceClassOf(JsonElement bounce, BounceClass diagnosed) =>
        bounce.Text("bounceType") switch
        {
            "Permanent" => BounceClass.Hard,
            "Transient" => BounceClass.Soft,
            _ => diagnosed,
        };
}
