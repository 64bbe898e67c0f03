using MimeKit;
using MimeKit.Utils;

namespace Postern.Tests.Support;

/// <summary>Mails as clients write them.</summary>
public static class Mails
{
    public static MimeMessage New(
        string from,
        string to,
        string subject = "Printer on fire",
        string text = "It burns.",
        string? cc = null
    )
    {
        var mail = new MimeMessage
        {
            Subject = subject,
            Date = DateTimeOffset.UtcNow,
            MessageId = MimeUtils.GenerateMessageId("client.example"),
        };
        mail.From.AddRange(InternetAddressList.Parse(from));
        mail.To.AddRange(InternetAddressList.Parse(to));
        if (cc is not null)
            mail.Cc.AddRange(InternetAddressList.Parse(cc));
        mail.Body = new TextPart("plain") { Text = text };
        return mail;
    }

    /// <summary>
    /// A reply as a client writes it: to the Reply-To, with In-Reply-To and References (RFC 5322 §3.6.4).
    /// </summary>
    public static MimeMessage ReplyTo(MimeMessage mail, string from, string text, string? address = null)
    {
        var to =
            address is not null ? InternetAddressList.Parse(address)
            : mail.ReplyTo.Count > 0 ? mail.ReplyTo
            : mail.From;
        var subject =
            mail.Subject?.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) == true
                ? mail.Subject
                : $"Re: {mail.Subject}";
        const string introduction = "On Mon, 2 Nov 2026 at 10:00, Somebody <somebody@mycompany.example> wrote:";
        var quoted = mail.TextBody?.Split('\n')[0];
        var reply = New(from, to.ToString(), subject, $"{text}\n\n{introduction}\n> {quoted}\n");
        foreach (var id in mail.References)
            reply.References.Add(id);
        reply.References.Add(mail.MessageId!);
        reply.InReplyTo = mail.MessageId;
        return reply;
    }
}
