using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Postern.Core.Parsing;

namespace Postern.Tests.Parsing;

public class BodyFoundProperties
{
    private const string Words = "Zwölf Boxkämpfer jagen Viktor";

    // Leaves with nothing to read.
    private static readonly string[] Silent =
    [
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n",
        "Content-Type: application/pdf; name=a.pdf\n\n%PDF\u0001\n",
        "Content-Type: text/plain\n\n\n",
        "Content-Type: text/html\n\n<html><head><style>p{}</style></head><body></body></html>\n",
        "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
        "Content-Type: multipart/mixed; boundary=none\n\n\n",
        "Content-Type: application/pkcs7-mime\n\nx\n",
    ];

    // Leaves that hold the words.
    private static readonly string[] Spoken =
    [
        $"Content-Type: text/plain; charset=utf-8\n\n{Words}\n",
        $"Content-Type: text/html; charset=utf-8\n\n<p>{Words}</p>\n",
        $"Content-Type: text/plain; charset=utf-8; name=a.txt\n\n{Words}\n",
        $"Content-Type: text/html; charset=utf-8\nContent-Disposition: attachment; filename=a.htm\n\n<b>{Words}</b>\n",
        $"Content-Type: text/x-unknown\nContent-Disposition: inline\n\n{Words}\n",
        $"Content-Type: text\n\n{Words}\n",
        $"Content-Type: application/octet-stream; name=a.bin\n\n{Words}\n",
        $"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{Base64}\n",
        $"Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\nCOMMENT:{Words}\nEND:VCALENDAR\n",
        $"Content-Type: multipart/mixed; boundary=none\n\n{Words}\n",
        $"Content-Type: multipart/mixed; boundary=wrong\n\n--right\nContent-Type: text/plain; charset=utf-8\n\n{Words}\n--right--\n",
    ];

    private static string Base64 => Convert.ToBase64String(Encoding.UTF8.GetBytes(Words));

    [Property(MaxTest = 2000)]
    public Property A_mail_with_text_anywhere_shows_it() =>
        Prop.ForAll(
            Tree(3).ToArbitrary(),
            tree =>
            {
                var read = MailParser.Parse(Encoding.UTF8.GetBytes($"From: a@b.example\nSubject: x\n{tree}"));
                return read.Text.Contains(Words, StringComparison.Ordinal).Label(read.Text);
            }
        );

    /// <summary>A structure of parts of which exactly one holds the words.</summary>
    private static Gen<string> Tree(int depth) =>
        depth == 0 ? Gen.Elements(Spoken) : Gen.OneOf(Gen.Elements(Spoken), Multipart(depth), Inner(depth));

    private static Gen<string> Multipart(int depth) =>
        from kind in Gen.Elements("mixed", "alternative", "related", "signed", "parallel", "x-unknown")
        from before in Gen.Elements(Silent).ListOf()
        from spoken in Tree(depth - 1)
        from after in Gen.Elements(Silent).ListOf()
        select Join(kind, depth, [.. before.Take(3), spoken, .. after.Take(3)]);

    private static Gen<string> Inner(int depth) =>
        from inner in Tree(depth - 1)
        select $"Content-Type: message/rfc822\n\nSubject: inner\n{inner}";

    private static string Join(string kind, int depth, IEnumerable<string> parts)
    {
        var boundary = $"b{depth}b";
        var body = string.Concat(parts.Select(part => $"--{boundary}\n{part}\n"));
        return $"Content-Type: multipart/{kind}; boundary={boundary}\n\n{body}--{boundary}--\n";
    }
}
