using System.Text;
using MimeKit;
using Postern.DevHost.Smtp;

namespace Postern.Tests.Servers;

/// <summary>What mail systems report on a mail that the gateway sent (RFC 3464, RFC 5965), as they write it.</summary>
public static class Reports
{
    public const string UnknownUser = "550 5.1.1 <{0}>: Recipient address rejected: User unknown";

    /// <summary>A delivery status notification on a mail, sent to where the mail came from, or elsewhere.</summary>
    public static BinaryData Dsn(
        CaughtMail sent,
        string status = "5.1.1",
        string diagnostic = UnknownUser,
        string action = "failed",
        string? to = null,
        params string[] recipients
    )
    {
        var about = recipients.Length > 0 ? recipients : [.. sent.Envelope.Recipients];
        var parts = about.Select(recipient =>
            $"\nFinal-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; "
            + string.Format(System.Globalization.CultureInfo.InvariantCulture, diagnostic, recipient)
            + "\n"
        );
        return Write(
            to ?? sent.Envelope.From,
            "delivery-status",
            "Undelivered Mail Returned to Sender",
            $"""
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.customer.example
            Arrival-Date: Fri, 20 Nov 2026 09:14:20 +0000
            {string.Concat(parts)}
            """,
            sent
        );
    }

    /// <summary>A complaint of somebody who got a mail, without their address, as most providers send it.</summary>
    public static BinaryData Complaint(CaughtMail sent, string to, bool withReturnPath = true) =>
        Write(
            to,
            "feedback-report",
            "FW: complaint",
            $"""
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: Provider-FBL/1.0
            Version: 1
            {(withReturnPath ? $"Original-Mail-From: <{sent.Envelope.From}>\n" : "")}
            """,
            sent
        );

    private static BinaryData Write(string to, string type, string subject, string part, CaughtMail sent)
    {
        var headers = MimeMessage
            .Load(new MemoryStream(sent.Raw))
            .Headers.Select(field =>
                $"{field.Field}:{field.RawValue.Aggregate(new StringBuilder(), (text, octet) => text.Append((char)octet))}"
            );
        var text = $"""
            From: MAILER-DAEMON@mx.customer.example (Mail Delivery System)
            To: {to}
            Subject: {subject}
            Date: Fri, 20 Nov 2026 09:14:22 +0000
            Message-ID: <{Guid.NewGuid():n}@mx.customer.example>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type={type}; boundary="b"

            --b
            Content-Type: text/plain

            This is the mail system.

            --b
            {part}
            --b
            Content-Type: text/rfc822-headers

            {string.Concat(headers).ReplaceLineEndings("\n")}
            --b--

            """;
        return BinaryData.FromBytes(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));
    }
}
