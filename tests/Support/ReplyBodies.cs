using System.Net;
using MimeKit;

namespace Postern.Tests.Support;

/// <summary>
/// The bodies of replies as mail programs write them: the new text, an introduction and the quoted mail. In the HTML,
/// lines break inside tags only, where white space means nothing.
/// </summary>
internal static class ReplyBodies
{
    private const string WordStyle = "p.MsoNormal{margin:0cm;font-size:11.0pt}";
    private const string Sent = "Monday, November 2, 2026 10:00 AM";

    public static string OutlookText(MimeMessage mail, string text) =>
        $"{text}\r\n\r\nFrom: {From(mail)}\r\nSent: {Sent}\r\nTo: {mail.To}\r\n"
        + $"Subject: {mail.Subject}\r\n\r\n{mail.TextBody}";

    public static string OutlookHtml(MimeMessage mail, string text)
    {
        var (from, to, subject) = (Encode(From(mail)), Encode(mail.To.ToString()), Encode(mail.Subject));
        return $"""
            <html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><head><meta
             name="Generator" content="Microsoft Word 15 (filtered medium)"><style>{WordStyle}</style></head>
            <body lang="EN-GB"><div class="WordSection1"><p class="MsoNormal"><span
             style="font-size:11.0pt;color:black">{text}<o:p></o:p></span></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>
            <div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p
             class="MsoNormal"><b>From:</b> {from} <br><b>Sent:</b> {Sent}<br><b>To:</b> {to}<br
            ><b>Subject:</b> {subject}<o:p></o:p></p></div></div>
            {Inner(mail)}</div></body></html>
            """;
    }

    public static string GmailText(MimeMessage mail, string text) =>
        $"{text}\r\n\r\nOn Mon, Nov 2, 2026 at 10:00 AM {From(mail)} wrote:\r\n\r\n{Quoted(mail)}";

    public static string GmailHtml(MimeMessage mail, string text)
    {
        var from = Encode(From(mail));
        return $"""
            <div dir="ltr">{text}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr"
             class="gmail_attr">On Mon, Nov 2, 2026 at 10:00 AM {from} wrote:<br></div>
            <blockquote class="gmail_quote"
             style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"
            >{Inner(mail)}</blockquote></div>
            """;
    }

    public static string AppleMailText(MimeMessage mail, string text) =>
        $"{text}\r\n\r\n> On 2 Nov 2026, at 10:00, {From(mail)} wrote:\r\n> \r\n{Quoted(mail)}";

    public static string AppleMailHtml(MimeMessage mail, string text)
    {
        var from = Encode(From(mail));
        return $"""
            <html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body
             style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">{text}<br
            ><div><br><blockquote type="cite"><div>On 2 Nov 2026, at 10:00, {from} wrote:</div><br
             class="Apple-interchange-newline"><div>{Inner(mail)}</div></blockquote></div><br></body></html>
            """;
    }

    public static string ThunderbirdText(MimeMessage mail, string text) =>
        $"{text}\r\n\r\nOn 11/2/26 10:00, {mail.From.Mailboxes.First().Name} wrote:\r\n{Quoted(mail)}";

    public static string ThunderbirdHtml(MimeMessage mail, string text)
    {
        var name = Encode(mail.From.Mailboxes.First().Name);
        return $"""
            <!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head
            ><body><p>{text}</p><div class="moz-cite-prefix">On 11/2/26 10:00, {name} wrote:<br></div><blockquote
             type="cite" cite="mid:{mail.MessageId}">{Inner(mail)}</blockquote></body></html>
            """;
    }

    private static string From(MimeMessage mail) => mail.From.Mailboxes.First().ToString();

    private static string Quoted(MimeMessage mail) =>
        "> " + (mail.TextBody ?? "").TrimEnd().ReplaceLineEndings("\r\n> ");

    private static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");

    // The content of the quoted mail's body element; programs keep its style sheet or drop it.
    private static string Inner(MimeMessage mail)
    {
        var html = mail.HtmlBody ?? $"<pre>{Encode(mail.TextBody)}</pre>";
        var start = html.IndexOf("<body", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return html;
        var from = html.IndexOf('>', start) + 1;
        var end = html.LastIndexOf("</body>", StringComparison.OrdinalIgnoreCase);
        return html[from..(end < 0 ? html.Length : end)];
    }
}
