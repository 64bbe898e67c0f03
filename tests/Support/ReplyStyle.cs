using System.Globalization;
using MimeKit;
using MimeKit.Utils;

namespace Postern.Tests.Support;

/// <summary>
/// A mail program and the way it writes replies: what it quotes and how, and which header fields it sets.
/// </summary>
public sealed record ReplyStyle
{
    private readonly string _prefix;
    private readonly string _idDomain;
    private readonly Func<MimeMessage, string, string> _text;
    private readonly Func<MimeMessage, string, string> _html;

    private ReplyStyle(
        string name,
        string prefix,
        string idDomain,
        Func<MimeMessage, string, string> text,
        Func<MimeMessage, string, string> html
    ) => (Name, _prefix, _idDomain, _text, _html) = (name, prefix, idDomain, text, html);

    public static ReplyStyle Outlook { get; } =
        new(
            "Outlook",
            "RE: ",
            "AM9PR04MB8765.eurprd04.prod.outlook.com",
            ReplyBodies.OutlookText,
            ReplyBodies.OutlookHtml
        );

    public static ReplyStyle Gmail { get; } =
        new("Gmail", "Re: ", "mail.gmail.com", ReplyBodies.GmailText, ReplyBodies.GmailHtml);

    public static ReplyStyle AppleMail { get; } =
        new("Apple Mail", "Re: ", "customer.example", ReplyBodies.AppleMailText, ReplyBodies.AppleMailHtml);

    public static ReplyStyle Thunderbird { get; } =
        new("Thunderbird", "Re: ", "thunderbird.example", ReplyBodies.ThunderbirdText, ReplyBodies.ThunderbirdHtml);

    public static IReadOnlyList<ReplyStyle> All { get; } = [Outlook, Gmail, AppleMail, Thunderbird];

    public string Name { get; }

    /// <summary>
    /// A reply to the mail's Reply-To or From; with <paramref name="all"/> also to its other recipients.
    /// </summary>
    public MimeMessage Answer(MimeMessage mail, MailboxAddress from, string text, bool all = false)
    {
        var answer = new MimeMessage
        {
            Date = DateTimeOffset.UtcNow,
            MessageId = MimeUtils.GenerateMessageId(_idDomain),
            Subject = _prefix + Bare(mail.Subject),
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
        answer.Body = new BodyBuilder { TextBody = _text(mail, text), HtmlBody = _html(mail, text) }.ToMessageBody();
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
}
