using System.Text.Json;
using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.Reports;

namespace Postern.Core.Webhooks;

/// <summary>Converts the data of a delivery report of Azure Communication Services to a bounce report.</summary>
internal static class AcsBounces
{
    /// <exception cref="FormatException">The status is missing.</exception>
    public static BounceReport Read(JsonElement data)
    {
        var status = data.Text("status") ?? throw new FormatException("data.status is missing.");
        var ids = MessageIds.Read(data.Text("internetMessageId"));
        return new BounceReport
        {
            Kind = IsDelivered(status) ? BounceReportKind.Delivered : BounceReportKind.Bounce,
            Recipients = [Recipient(data, status)],
            OriginalIds = ids,
            OriginalMessageId = ids is [var id, ..] ? id : null,
            Evidence = $"Azure Communication Services: {status}",
        };
    }

    private static ReportedRecipient Recipient(JsonElement data, string status)
    {
        var details = data.Member("deliveryStatusDetails");
        var text = TextOf(details);
        var diagnosis = Diagnosis.Of(text);
        return new ReportedRecipient
        {
            Address = EmailAddress.Canonical(data.Text("recipient") ?? ""),
            Action = ActionOf(status),
            Status = diagnosis.Status,
            ReplyCode = diagnosis.ReplyCode,
            Diagnostic = text,
            RemoteMta = details?.Text("recipientMailServerHostName"),
            Reason = IsDelivered(status) ? BounceReason.Unknown : ReasonOf(status, diagnosis),
            Class = IsDelivered(status) ? BounceClass.Undetermined : ClassOf(status, diagnosis),
        };
    }

    private static bool IsDelivered(string status) => status is "Delivered" or "Expanded";

    // Either an object or a plain text.
    private static string TextOf(JsonElement? details) =>
        details is { ValueKind: JsonValueKind.String } text ? text.GetString()! : details?.Text("statusMessage") ?? "";

    private static ReportAction ActionOf(string status) =>
        status switch
        {
            "Delivered" => ReportAction.Delivered,
            "Expanded" => ReportAction.Expanded,
            _ => ReportAction.Failed,
        };

    private static BounceReason ReasonOf(string status, Diagnosis diagnosis) =>
        status switch
        {
            // The mail was not sent because of an earlier bounce, which has been counted.
            "Suppressed" => BounceReason.Policy,
            "FilteredSpam" or "Quarantined" => BounceReason.Spam,
            "Bounced" when diagnosis.Reason == BounceReason.Unknown => BounceReason.UserUnknown,
            _ => diagnosis.Reason,
        };

    private static BounceClass ClassOf(string status, Diagnosis diagnosis) =>
        status switch
        {
            "Bounced" or "Suppressed" => BounceClass.Hard,
            "FilteredSpam" or "Quarantined" => BounceClass.Soft,
            _ => diagnosis.Class,
        };
}
