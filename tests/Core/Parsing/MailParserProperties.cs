using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Postern.Core.Mail;
using Postern.Core.Parsing;
using Postern.Core.Replies;
using Postern.Tests.Support.Mail;

namespace Postern.Tests.Parsing;

public class MailParserProperties
{
    private static readonly byte[][] Mails = [.. Samples.Names.Select(Samples.Bytes)];

    // csharpier-ignore
    private static readonly string[] Soup =
    [
        "From", "To", "Cc", "Subject", "Date", "Message-ID", "References", "Content-Type", "Content-Disposition",
        "Content-Transfer-Encoding", "Return-Path", ": ", ":", "\r\n", "\n", "\r", "\r\n ", "\n\t", "\n\n", "\0", "<",
        ">", "@", ",", ";", "\"", "(", ")", "\\", "=?utf-8?b?w7w=?=", "=?x?q?=E2?=", "?=", "a@b.example", "Nora New",
        "ü", "\u00A0", "multipart/mixed; boundary=b", "multipart/alternative", "message/rfc822",
        "text/html; charset=utf-7", "application/ms-tnef", "base64", "quoted-printable", "x-uuencode", "--b\r\n",
        "--b--", "<blockquote>", "</p>", "<br", "&#x110000;", "On 4 Nov 2024, A <a@b.c> wrote:", "> ", "-- \n",
        "From: A <a@b.c>\nSent: today\nTo: b", "begin 644 a\n",
    ];

    [Property(MaxTest = 300)]
    public bool Random_bytes_never_throw(byte[] raw) => ReadsTheSameTwice(raw ?? []);

    [Property(MaxTest = 1000)]
    public Property Header_soup_never_throws() =>
        Prop.ForAll(SoupOfWords().Select(Encoding.UTF8.GetBytes).ToArbitrary(), ReadsTheSameTwice);

    [Property(MaxTest = 1000)]
    public Property A_mutated_mail_never_throws() => Prop.ForAll(Mutated().ToArbitrary(), ReadsTheSameTwice);

    [Property(MaxTest = 500)]
    public Property Every_line_of_a_reply_is_in_one_part() =>
        Prop.ForAll(
            SoupOfWords().Select(words => words.Replace("\0", "", StringComparison.Ordinal)).ToArbitrary(),
            text =>
            {
                var reply = ReplyText.FromText(text);
                return Letters(text) == Letters(reply.New) + Letters(reply.Quoted) + Letters(reply.Signature);
            }
        );

    private static Gen<string> SoupOfWords() => Gen.Elements(Soup).ListOf().Select(words => string.Concat(words));

    private static Gen<byte[]> Mutated() =>
        from mail in Gen.Elements(Mails)
        from changes in Gen.Choose(1, 8)
        from places in Gen.Choose(0, 1_000_000).ListOf(changes)
        from values in Gen.Choose(0, 255).ListOf(changes)
        from cut in Gen.Choose(0, 4)
        select Mutate(mail, places, values, cut);

    private static byte[] Mutate(byte[] mail, List<int> places, List<int> values, int cut)
    {
        var copy = mail.ToArray();
        foreach (var (place, value) in places.Zip(values))
            copy[place % copy.Length] = (byte)value;
        return cut == 0 ? copy[..(places[0] % copy.Length)] : copy;
    }

    private static int Letters(string text) => text.Count(char.IsLetterOrDigit);

    private static bool ReadsTheSameTwice(byte[] raw) =>
        Shown(MailParser.Parse(raw)) == Shown(MailParser.Parse(raw.ToArray()));

    private static string Shown(IncomingMail mail) =>
        string.Join(
            '\n',
            [
                mail.MessageId,
                mail.From?.ToString(),
                mail.FromText,
                mail.Subject,
                mail.Date?.ToString("O"),
                mail.Text,
                mail.Html,
                mail.Problem,
                mail.Fingerprint,
                mail.Automatic?.ToString(),
                mail.ReplyText.ToString(),
                mail.ReplyHtml?.ToString(),
                .. mail.References,
                .. mail.InReplyTo,
                .. mail.Recipients.Select(r => r.ToString()),
                .. mail.Attachments.Select(a => $"{a.FileName} {a.ContentType} {a.ReadAllBytes().Length}"),
            ]
        );
}
