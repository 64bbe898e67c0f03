using static Postern.Tests.Parsing.Hostile.HostileFamily;

namespace Postern.Tests.Parsing.Hostile;

/// <summary>Trees of parts, and reports, that parsers find hard.</summary>
internal static class HostileParts
{
    private const string Mixed = "Content-Type: multipart/mixed; boundary=b\n\n";
    private const string Nested = "--b\nContent-Type: message/rfc822\n\n";
    private const string Status =
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nHi\n";

    public static readonly HostileFamily[] Families =
    [
        OfHeader("parts", 400, n => Mixed + Repeat("--b\n\na\n", n) + "--b--\n"),
        OfHeader("files", 400, n => Mixed + Repeat("--b\nContent-Type: image/png\n\na\n", n) + "--b--\n"),
        OfHeader("empty parts", 1500, n => Mixed + Repeat("--b\n", n)),
        OfHeader("nested parts", 500, n => Repeat(n, i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n")),
        OfHeader(
            "nested mails",
            500,
            n => "Content-Type: message/rfc822\n\n" + Repeat("Content-Type: message/rfc822\n\n", n)
        ),
        OfHeader("mails in parts", 200, n => Mixed + Repeat(Nested + "Subject: a\n\nb\n", n)),
        OfHeader(
            "alternatives",
            300,
            n =>
                "Content-Type: multipart/alternative; boundary=b\n\n"
                + Repeat("--b\nContent-Type: text/html\n\n<p>a\n", n)
        ),
        OfHeader("calendars", 300, n => Mixed + Repeat("--b\nContent-Type: text/calendar\n\nSUMMARY:a\n", n)),
        OfHeader("lines like boundaries", 5000, n => Mixed + "--b\n\n" + Repeat("--bb\n", n)),
        OfHeader("fields of a part", 1000, n => Mixed + "--b\n" + Repeat(n, i => $"X-{i}: a\n") + "\na\n"),
        OfReport("failed recipients", 200, n => Status + DeliveryStatus(Repeat(n, Group))),
        OfReport("fields of a recipient", 1000, n => Status + DeliveryStatus(Group(0) + Repeat(n, i => $"X-{i}: a\n"))),
        OfReport(
            "lines of a reply",
            2000,
            n => Status + DeliveryStatus(Group(0).TrimEnd() + Repeat("\n 550 a@b.example no", n))
        ),
        OfReport("a notice", 400, n => "\n" + Repeat(n, i => $"<a{i}@b.example>: host mx.b.example said: 550 no\n\n")),
        OfReport("a notice with one address", 1500, n => "\nUndelivered\n" + Repeat("<a@b.example>: 550 no\n\n", n)),
        OfReport("senders of a notice", 1500, n => "\n" + Repeat("Sender:\n\na@b.example\n", n)),
        OfReport("a line of a notice", 3000, n => "\nUndelivered " + Repeat("a@b.example 550 5.1.1 ", n)),
        OfReport("blank lines of a notice", 20000, n => "\nUndelivered" + Repeat("\n", n) + "a@b.example"),
        OfReport(
            "complaints",
            400,
            n =>
                "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n"
                + "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
                + Repeat(n, i => $"Original-Rcpt-To: a{i}@b.example\n")
        ),
        OfReport(
            "a returned header",
            1000,
            n =>
                Status
                + "--b\nContent-Type: text/rfc822-headers\n\n"
                + Repeat("Received: from a by b\n", n)
                + "Message-ID: <a@b.example>\n"
        ),
    ];

    private static string DeliveryStatus(string groups) =>
        $"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n\n{groups}";

    private static string Group(int number) =>
        $"Final-Recipient: rfc822; a{number}@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 no\n\n";
}
