using System.Globalization;
using System.Net;
using MimeKit;
using MimeKit.Utils;

namespace Postern.Tests.Support;

/// <summary>A mail program, as it builds answers: what it quotes and how, which header fields it sets.</summary>
public sealed record ReplyStyle
{
    private const string WordStyle = "p.MsoNormal{margin:0cm;font-size:11.0pt}";
    private const string Sent = "Monday, November 2, 2026 10:00 AM";

    private ReplyStyle(
        string name,
        string prefix,
        string idDomain,
        Func<MimeMessage, string, string> text,
        Func<MimeMessage, string, string> html
    )
    {
        (Name, Prefix, IdDomain, Text, Html) = (name, prefix, idDomain, text, html);
    }

    public static ReplyStyle Outlook { get; } =
        new(
            "Outlook",
            "RE: ",
            "AM9PR04MB8765.eurprd04.prod.outlook.com",
            (mail, text) =>
                $"{text}\r\n\r\nFrom: {From(mail)}\r\nSent: {Sent}\r\nTo: {mail.To}\r\nSubject: {mail.Subject}\r\n\r\n{mail.TextBody}",
            (mail, text) =>
                $"""
                    <html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40"><head><meta name="Generator" content="Microsoft Word 15 (filtered medium)"><style>{WordStyle}</style></head>
                    <body lang="EN-GB"><div class="WordSection1"><p class="MsoNormal"><span style="font-size:11.0pt;color:black">{text}<o:p></o:p></span></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>
                    <div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>From:</b> {Encode(
                        From(mail)
                    )} <br><b>Sent:</b> {Sent}<br><b>To:</b> {Encode(mail.To.ToString())}<br><b>Subject:</b> {Encode(
                        mail.Subject
                    )}<o:p></o:p></p></div></div>
                    {Inner(mail)}</div></body></html>
                    """
        );

    public static ReplyStyle Gmail { get; } =
        new(
            "Gmail",
            "Re: ",
            "mail.gmail.com",
            (mail, text) => $"{text}\r\n\r\nOn Mon, Nov 2, 2026 at 10:00 AM {From(mail)} wrote:\r\n\r\n{Quoted(mail)}",
            (mail, text) =>
                $"""
                    <div dir="ltr">{text}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Nov 2, 2026 at 10:00 AM {Encode(
                        From(mail)
                    )} wrote:<br></div>
                    <blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">{Inner(
                        mail
                    )}</blockquote></div>
                    """
        );

    public static ReplyStyle AppleMail { get; } =
        new(
            "Apple Mail",
            "Re: ",
            "customer.example",
            (mail, text) => $"{text}\r\n\r\n> On 2 Nov 2026, at 10:00, {From(mail)} wrote:\r\n> \r\n{Quoted(mail)}",
            (mail, text) =>
                $"""
                    <html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">{text}<br><div><br><blockquote type="cite"><div>On 2 Nov 2026, at 10:00, {Encode(
                        From(mail)
                    )} wrote:</div><br class="Apple-interchange-newline"><div>{Inner(
                        mail
                    )}</div></blockquote></div><br></body></html>
                    """
        );

    public static ReplyStyle Thunderbird { get; } =
        new(
            "Thunderbird",
            "Re: ",
            "thunderbird.example",
            (mail, text) =>
                $"{text}\r\n\r\nOn 11/2/26 10:00, {mail.From.Mailboxes.First().Name} wrote:\r\n{Quoted(mail)}",
            (mail, text) =>
                $"""
                    <!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"></head><body><p>{text}</p><div class="moz-cite-prefix">On 11/2/26 10:00, {Encode(
                        mail.From.Mailboxes.First().Name
                    )} wrote:<br></div><blockquote type="cite" cite="mid:{mail.MessageId}">{Inner(
                        mail
                    )}</blockquote></body></html>
                    """
        );

    public static IReadOnlyList<ReplyStyle> All { get; } = [Outlook, Gmail, AppleMail, Thunderbird];

    public string Name { get; }

    private string Prefix { get; }

    private string IdDomain { get; }

    private Func<MimeMessage, string, string> Text { get; }

    private Func<MimeMessage, string, string> Html { get; }

    /// <summary>An answer to a mail: to its Reply-To or else From, and with <paramref name="all"/> to everybody that the mail names.</summary>
    public MimeMessage Answer(MimeMessage mail, MailboxAddress from, string text, bool all = false)
    {
        var answer = new MimeMessage
        {
            Date = DateTimeOffset.UtcNow,
            MessageId = MimeUtils.GenerateMessageId(IdDomain),
            Subject = Prefix + Bare(mail.Subject),
        };
        answer.From.Add(from);
        answer.To.AddRange(mail.ReplyTo.Count > 0 ? mail.ReplyTo : mail.From);
        if (all)
        {
            answer.To.AddRange(Others(mail.To, from, answer));
            answer.Cc.AddRange(Others(mail.Cc, from, answer));
        }
        foreach (var id in mail.References)
            answer.References.Add(id);
        answer.References.Add(mail.MessageId!);
        answer.InReplyTo = mail.MessageId;
        if (this == Outlook)
            answer.Headers.Add("Thread-Topic", Bare(mail.Subject));
        answer.Body = new BodyBuilder { TextBody = Text(mail, text), HtmlBody = Html(mail, text) }.ToMessageBody();
        return answer;
    }

    private static List<MailboxAddress> Others(InternetAddressList list, MailboxAddress self, MimeMessage answer) =>
        [
            .. list.Mailboxes.Where(mailbox =>
                mailbox.Address != self.Address && answer.To.Mailboxes.All(known => known.Address != mailbox.Address)
            ),
        ];

    private static string Bare(string? subject) =>
        subject?.StartsWith("re:", true, CultureInfo.InvariantCulture) == true ? subject[3..].Trim() : subject ?? "";

    private static string From(MimeMessage mail) => mail.From.Mailboxes.First().ToString();

    private static string Quoted(MimeMessage mail) =>
        "> " + (mail.TextBody ?? "").TrimEnd().ReplaceLineEndings("\r\n> ");

    private static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");

    // What stands in the body of the answered mail; programs take its style sheet over or drop it.
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
