using System.Net;
using Postern.Core.Addresses;
using Postern.Core.Mail;
using Postern.Core.Threads;

namespace Postern.Core.Notices;

/// <summary>The mail that a notice becomes: text and HTML, with the mail that it answers quoted below (RFC 3834 §3.1).</summary>
public static class NoticeContent
{
    // Enough to recognise one's own mail by; whoever forges a sender cannot make us carry more to somebody else.
    private const int QuoteLimit = 2000;

    public static MessageContent Of(Notice notice, IncomingMail mail) =>
        new()
        {
            Subject = mail.Subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase)
                ? mail.Subject
                : $"Re: {mail.Subject}".TrimEnd(),
            Text = $"{notice.Text}\n\n{Introduction(mail)}\n{Quote(mail)}\n",
            Html =
                $"<div>{notice.Html}</div><p>{WebUtility.HtmlEncode(Introduction(mail))}</p><blockquote style=\"white-space:pre-wrap\">{WebUtility.HtmlEncode(Excerpt(mail))}</blockquote>",
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

    /// <summary>The address that a notice comes from.</summary>
    public static EmailAddress From(Notice notice) =>
        EmailAddress.Parse($"MAILER-DAEMON <mailer-daemon@{notice.Domain}>");

    private static string Introduction(IncomingMail mail) =>
        mail.Subject.Length > 0 ? $"You wrote, \"{mail.Subject}\":" : "You wrote:";

    private static string Quote(IncomingMail mail) =>
        string.Join('\n', Excerpt(mail).Split('\n').Select(line => $"> {line}".TrimEnd()));

    private static string Excerpt(IncomingMail mail)
    {
        var text = mail.Text.ReplaceLineEndings("\n").Trim();
        if (text.Length <= QuoteLimit)
            return text;
        // A pair of surrogates is never cut in two.
        var end = char.IsHighSurrogate(text[QuoteLimit - 1]) ? QuoteLimit - 1 : QuoteLimit;
        return $"{text[..end]}\n[…]";
    }
}
