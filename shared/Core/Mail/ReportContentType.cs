using MimeKit;
using Postern.Core.Mime;

namespace Postern.Core.Mail;

/// <summary>
/// Recognises reports by their media type (RFC 6522): complaints, receipts and delivery status notifications.
/// </summary>
internal static class ReportContentType
{
    public static AutomaticMail? Match(MimeEntity? body)
    {
        if (body is null)
            return null;
        var type = TypeOf(body);
        return KindOf(type.ToLowerInvariant()) is { } kind ? new AutomaticMail(kind, $"Content-Type: {type}") : null;
    }

    // Not every sender of a report declares the whole mail as one (RFC 6522 §3), so a part may decide.
    private static string TypeOf(MimeEntity body)
    {
        if (
            body is Multipart parts
            && parts.Select(part => part.ContentType.MimeType).FirstOrDefault(IsReport) is { } type
        )
            return type;
        return body is MultipartReport report
            ? $"multipart/report; report-type={report.ReportType}"
            : body.ContentType.MimeType;
    }

    private static bool IsReport(string type) =>
        type.ToLowerInvariant()
            is "message/feedback-report"
                or "message/disposition-notification"
                or "message/delivery-status"
                or "message/global-delivery-status";

    private static AutomaticMailKind? KindOf(string type)
    {
        if (type.Contains("feedback-report", StringComparison.Ordinal))
            return AutomaticMailKind.Complaint;
        if (type.Contains("disposition-notification", StringComparison.Ordinal))
            return AutomaticMailKind.Receipt;
        var isStatus =
            type is "message/delivery-status" or "message/global-delivery-status"
            || type.Contains("report-type=delivery-status", StringComparison.Ordinal);
        return isStatus ? AutomaticMailKind.DeliveryReport : null;
    }
}
