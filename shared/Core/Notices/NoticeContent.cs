using System.Net;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Core.Wording;

namespace Postern.Core.Notices;

/// <summary>The mail of a notice: text and HTML, with the answered mail quoted below (RFC 3834 §3.1).</summary>
public static class NoticeContent
{
    // Enough to recognise one's own mail, and too little to send text of one's own to others by forging their address.
    private const int QuoteLimit = 2000;

    /// <param name="notice">The notice.</param>
    /// <param name="mail">The mail that it answers.</param>
    /// <param name="configuration">Has the alias domain's own texts.</param>
    public static MessageContent Of(Notice notice, IncomingMail mail, GatewayConfiguration configuration)
    {
        var domain = configuration.AliasDomains.FirstOrDefault(domain => domain.Name == notice.Domain);
        var words = configuration.WordsOf(domain, notice.Language ?? Languages.Default);
        var (introduction, excerpt) = (Introduction(mail, words), Excerpt(mail));
        return new MessageContent
        {
            Subject = Subject(mail),
            Text = $"{notice.Text}\n\n{introduction}\n{Quote(excerpt)}\n",
            Html =
                $"<div>{notice.Html}</div><p>{WebUtility.HtmlEncode(introduction)}</p>"
                + $"<blockquote style=\"white-space:pre-wrap\">{WebUtility.HtmlEncode(excerpt)}</blockquote>",
            Outgoing = new OutgoingHeaders
            {
                From = From(notice).ToString(),
                To = [notice.Recipient!],
                Automatic = true,
                Headers = new Dictionary<string, string>
                {
                    ["Auto-Submitted"] = "auto-replied",
                    ["X-Auto-Response-Suppress"] = "All",
                },
            },
        };
    }

    /// <summary>The address that a notice comes from.</summary>
    public static EmailAddress From(Notice notice) =>
        EmailAddress.Parse($"MAILER-DAEMON <mailer-daemon@{notice.Domain}>");

    private static string Subject(IncomingMail mail) =>
        mail.Subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase)
            ? mail.Subject
            : $"Re: {mail.Subject}".TrimEnd();

    private static string Introduction(IncomingMail mail, Words words) =>
        mail.Subject.Length > 0
            ? words.Fill(TextNames.QuoteOf, ("subject", mail.Subject))
            : words.Fill(TextNames.Quote);

    private static string Quote(string excerpt) =>
        string.Join('\n', excerpt.Split('\n').Select(line => $"> {line}".TrimEnd()));

    private static string Excerpt(IncomingMail mail)
    {
        var text = mail.Text.ReplaceLineEndings("\n").Trim();
        return text.Length <= QuoteLimit ? text : $"{CutText.At(text, QuoteLimit)}\n[…]";
    }
}
