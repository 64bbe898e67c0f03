using System.Text;
using Postern.Tests.Support.Mail;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Mails of the tests, and those of the corpora.</summary>
internal static class MailSeeds
{
    private const int Longest = 24 * 1024;

    // csharpier-ignore
    private static readonly string[] Tokens =
    [
        "\r\n", "\n", "\r", "\r\n ", "\n\t", "\n\n", "\0", "\u00A0", "\u202E", "\uFEFF", "<", ">", "@", ",", ";", ":",
        "\"", "(", ")", "\\", "=?utf-8?b?w7w=?=", "=?utf-8?q?=E2?=", "=?utf-7?q?+AGE-?=", "=?x?b?!!?=", "=?", "?=",
        "From: anna@mycompany.example\n", "To: support@mycompany.example\n",
        "Cc: a@b.example, \"x, y\" <c@d.example>\n",
        "Subject: Re: Automatic reply\n", "Date: Mon, 99 Foo 99999 99:99:99 +9999\n", "Message-ID: <a@b>\n",
        "References: <sent-7@mycompany.example>\n", "In-Reply-To: <sent-7@mycompany.example>\n", "Return-Path: <>\n",
        "Auto-Submitted: auto-replied\n", "Precedence: bulk\n", "X-Failed-Recipients: a@b.example, c@d.example\n",
        "Authentication-Results: mx.example; spf=fail smtp.mailfrom=a\n", "X-Spam-Flag: YES\n", "Received: by x\n",
        "Content-Type: multipart/mixed; boundary=b\n", "Content-Type: multipart/alternative; boundary=\"b\"\n",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n",
        "Content-Type: message/delivery-status\n", "Content-Type: message/rfc822\n", "Content-Type: message/partial\n",
        "Content-Type: text/html; charset=utf-7\n", "Content-Type: text/plain; format=flowed; delsp=yes\n",
        "Content-Type: text/calendar\n", "Content-Type: application/ms-tnef\n", "Content-Type: message/external-body\n",
        "Content-Disposition: attachment; filename*0*=utf-8''a%FF; filename*99999999999=b\n", "; charset=utf-16",
        "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n",
        "Content-Transfer-Encoding: x-uuencode\n", "--b\r\n", "--b--\r\n", "begin 644 a\n", "=\n", "=FF", "+ADw-",
        "Final-Recipient: rfc822;a@b.example\n", "Action: failed\n", "Status: 5.1.1\n", "Status: 9.999999999.1\n",
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n", "Reporting-MTA: dns;\n", "Arrival-Date: never\n",
        "<a@b.example>: host mx said: 550 no\n", "On 4 Nov 2024, A <a@b.c> wrote:\n", "> ", "-- \n", "\x1b$B", "\xff",
    ];

    private static readonly string Bounced = Path.Combine(Repository.Root, "tests/Core/Reports/Reading/Mails");

    /// <summary>Mails that people wrote.</summary>
    public static FuzzSeeds Mails(bool corpora) =>
        Of([.. Samples.Names.Select(Samples.Bytes), .. Corpus(corpora, "reply", "senderauth")]);

    /// <summary>Mails of servers: bounces and answers of machines.</summary>
    public static FuzzSeeds Reports(bool corpora) => Of([.. FilesOf(Bounced), .. Corpus(corpora, "bounce", "auto")]);

    /// <summary>What the mails of the tests have as text.</summary>
    public static IEnumerable<string> Texts => Samples.Names.Select(name => Samples.Parse(name).Text);

    /// <summary>What the mails of the tests have as HTML.</summary>
    public static IEnumerable<string> Htmls => Samples.Names.Select(name => Samples.Parse(name).Html).OfType<string>();

    private static FuzzSeeds Of(IReadOnlyList<byte[]> mails) =>
        new(mails, [.. Tokens.Select(Encoding.Latin1.GetBytes)]);

    private static IEnumerable<byte[]> Corpus(bool corpora, params string[] sets) =>
        corpora && Corpora.Folder is not null ? sets.SelectMany(set => FilesOf(Corpora.PathOf(set))) : [];

    private static IEnumerable<byte[]> FilesOf(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".eml", StringComparison.Ordinal) || Corpora.IsMail(file))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes)
            .Where(mail => mail.Length is > 0 and <= Longest);
}
