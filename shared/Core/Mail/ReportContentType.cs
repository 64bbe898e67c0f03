using System.Text.RegularExpressions;
using MimeKit;
using Postern.Core.Mime;

namespace Postern.Core.Mail;

/// <summary>
/// Recognises reports by their media type (RFC 6522): complaints, receipts and delivery status notifications.
/// </summary>
internal static partial class ReportContentType
{
    public static AutomaticMail? Match(IncomingMail mail, MailFields fields)
    {
        if (mail.Message.Body is not { } body)
            return null;
        var type = TypeOf(body, mayBeForward: !IsOfMachine(mail, fields), mail.Subject);
        return KindOf(type.ToLowerInvariant()) is { } kind ? new AutomaticMail(kind, $"Content-Type: {type}") : null;
    }

    // Not every sender of a report declares the whole mail as one (RFC 6522 §3), so a part may decide.
    private static string TypeOf(MimeEntity body, bool mayBeForward, string subject)
    {
        var type = body is MultipartReport report
            ? $"multipart/report; report-type={report.ReportType}"
            : body.ContentType.MimeType;
        if (body is not Multipart parts || parts.FirstOrDefault(IsReport) is not { } part)
            return type;
        var isForward =
            body is not MultipartReport && mayBeForward && (part.IsAttachment || ForwardPrefix().IsMatch(subject));
        return isForward ? type : part.ContentType.MimeType;
    }

    // Whoever forwards a report sends its parts along, and has written a mail.
    private static bool IsOfMachine(IncomingMail mail, MailFields fields) =>
        mail.NullReturnPath
        || mail.NamedFrom?.LocalPart is "mailer-daemon" or "postmaster"
        || fields.Has("X-Failed-Recipients")
        || fields.Value("Auto-Submitted")?.StartsWith("auto-", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsReport(MimeEntity part) => IsReport(part.ContentType.MimeType);

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

    // Of mail programs in several languages.
    [GeneratedRegex(
        @"\A\s*(?:fwd?|wg|tr|rv|enc|vs|vb|vl|i|pd|doorst|fs|ilt|yml|továbbítás|πρθ|пересл|转发|轉寄|転送|전달)\s*[:：]",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex ForwardPrefix();
}
