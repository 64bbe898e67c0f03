using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Utils;
using Postern.Contracts.Queues;
using Postern.Tests.Flows;
using Postern.Tests.Support;

namespace Postern.Tests.Endurance;

/// <summary>What is written in each case.</summary>
internal static class Letters
{
    private const string Support = $"support@{Deployment.Domain}";

    public static string Customer(int number) => $"c{Text(number)}@customer.example";

    public static string SubjectOf(int number) => $"Case {Text(number)}";

    /// <summary>The first mail of a case.</summary>
    public static byte[] Opening(int number) =>
        Trial.KindOf(number) switch
        {
            CaseKind.Hostile => Hostile(number),
            CaseKind.List => ListMail(number),
            _ => Raw(Mails.New($"\"Customer {Text(number)}\" <{Customer(number)}>", Support, SubjectOf(number))),
        };

    /// <summary>The same mail as another server hands it over.</summary>
    public static byte[] CopyOf(byte[] mail)
    {
        // A mailbox that is read for the first time makes no notifications of mail that is older than a day.
        var date = DateUtils.FormatDate(DateTimeOffset.UtcNow);
        var field = $"Received: from relay.customer.example by mx.{Deployment.Domain}; {date}\r\n";
        return [.. Encoding.ASCII.GetBytes(field), .. mail];
    }

    /// <summary>The agent's answer to a notification.</summary>
    public static byte[] Answer(byte[] notification)
    {
        using var stream = new MemoryStream(notification);
        var mail = Mails.ReplyTo(MimeMessage.Load(stream), $"\"Anna Agent\" <{Deployment.Agent}>", "We look into it.");
        return Raw(mail);
    }

    public static ThreadPost Post(int number) =>
        new()
        {
            Id = SubjectOf(number),
            Thread = new ThreadItem
            {
                Model = "news",
                Id = Text(number),
                Create = true,
            },
            Author = Deployment.Agent,
            Subject = SubjectOf(number),
            Text = "There is news.",
            Followers = Readers(number),
        };

    public static OutboundMail Mailing(int number) =>
        new()
        {
            Id = SubjectOf(number),
            From = Deployment.Agent,
            To = [Readers(number)[0]],
            Bcc = [.. Readers(number).Skip(1)],
            Subject = SubjectOf(number),
            Text = "There is news.",
        };

    /// <summary>Who gets the post or the mailing of a case.</summary>
    public static IReadOnlyList<string> Readers(int number) =>
        [
            .. Enumerable
                .Range(0, Trial.KindOf(number) == CaseKind.Mailing ? Trial.MailingSize : 2)
                .Select(reader => $"r{Text(reader)}-{Text(number)}@reader.example"),
        ];

    public static string MessageIdOf(byte[] mail)
    {
        using var stream = new MemoryStream(mail);
        return HeaderList.Load(stream)[HeaderId.MessageId]!.Trim('<', '>');
    }

    private static byte[] ListMail(int number)
    {
        var mail = Mails.New($"\"News\" <news{Text(number)}@list.example>", Support, SubjectOf(number));
        mail.Headers.Add("List-Id", "<news.list.example>");
        mail.Headers.Add("Precedence", "bulk");
        return Raw(mail);
    }

    private static byte[] Hostile(int number)
    {
        var id = $"To: {Support}\r\nMessage-Id: <hostile-{Text(number)}@client.example>\r\n";
        return Encoding.Latin1.GetBytes(
            (number / 8 % 4) switch
            {
                0 => $"From: a@customer.example\r\nFrom: {Deployment.Agent}\r\n{id}Subject: Two\r\n\r\nText\r\n",
                1 => $"{id}Subject: =?x?q?\u00ff\u0080\r\nContent-Type: text/plain; charset=\u00ff\r\n\r\n\u00ff\r\n",
                2 => $"From: d{Text(number)}@customer.example\r\n{id}{Nested(100)}",
                _ => $"From: {Support}\r\n{id}Content-Type: message/rfc822\r\nReply-To: {Support}\r\n\r\n\r\n",
            }
        );
    }

    private static string Nested(int depth) =>
        string.Concat(
            Enumerable
                .Range(0, depth)
                .Select(level => $"Content-Type: multipart/mixed; boundary=b{Text(level)}\r\n\r\n--b{Text(level)}\r\n")
        );

    private static byte[] Raw(MimeMessage mail)
    {
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        return raw.ToArray();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
