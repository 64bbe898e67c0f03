using System.Text;
using MimeKit;
using Postern.Core.Mail;
using Postern.Core.Parsing;

namespace Postern.Tests.Mail;

/// <summary>A mail, and what happens to it on its ways: encodings, trace fields, lists and gateways that add to it.</summary>
internal sealed record MailCopies
{
    public string Subject { get; init; } = "Bicycle shed";

    public string Text { get; init; } = "Hello,\n\nthe shed is locked.\n\nRosa";

    public bool HasHtml { get; init; }

    public string? FileName { get; init; }

    public string File { get; init; } = "photo one";

    // csharpier-ignore
    public static readonly string[] Prefixes = ["", "[staff] ", "[EXTERNAL] ", "[staff] [EXT] ", "EXTERN: "];

    public static readonly string[] Banners =
    [
        "",
        "CAUTION: This email originated from outside of the organization. Do not click links or open\n"
            + "attachments unless you recognize the sender.\n\n",
        "[EXTERNAL]\n",
        "----------\nExternal Email: be careful with links.\n----------\n\n",
        "ACHTUNG: Diese E-Mail stammt von außerhalb der Organisation.\n\n",
        "You don't often get email from rosa@garden.example. This external sender is new. Learn why.\n\n",
    ];

    public static readonly string[] Footers =
    [
        "",
        "\n_______________________________________________\nstaff mailing list\nstaff@office.example\n",
        "\n-- \nYou received this message because you are subscribed to the group \"staff\".\n"
            + "To unsubscribe from this group, send an email to staff+unsubscribe@office.example.\n",
        "\n\n________________________________\nThis e-mail and any attachments are confidential.\n",
        "\n####################################\nTo leave the STAFF list, click here\n",
    ];

    /// <summary>A copy of the mail with a prefix, a banner, a footer and an encoding, each by its number.</summary>
    public IncomingMail Copy(int prefix = 0, int banner = 0, int footer = 0, int encoding = 0)
    {
        var isOfList = footer is 1 or 2 or 4 || Prefixes[prefix].Contains("[staff]", StringComparison.Ordinal);
        var text = $"{Banners[banner]}{Text}\n{Footers[footer]}";
        var body = new Multipart("mixed") { Part("plain", text, encoding) };
        if (HasHtml)
            body[0] = new MultipartAlternative(Part("plain", text, encoding), Part("html", Html(text), encoding));
        if (FileName is not null)
            body.Add(Attachment(encoding));
        var mail = new MimeMessage(headers: []) { Body = body.Count == 1 ? body[0] : body };
        foreach (var (field, value) in Header(prefix, encoding, isOfList))
            mail.Headers.Add(field, value);
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        return MailParser.Parse(raw.ToArray());
    }

    private IEnumerable<(string Field, string Value)> Header(int prefix, int encoding, bool isOfList)
    {
        if (encoding > 0)
            yield return ("Received", "from a.example by b.example; Mon, 2 Nov 2026 10:00:09 +0000");
        if (encoding > 1)
            yield return ("DKIM-Signature", "v=1; a=rsa-sha256; d=office.example; s=x; bh=x; b=x");
        yield return ("From", "Rosa <rosa@garden.example>");
        yield return ("To", "support@mycompany.example");
        yield return ("Message-Id", "<shed@garden.example>");
        yield return ("Date", encoding > 1 ? "Mon, 2 Nov 2026 11:00:00 +0100" : "Mon, 2 Nov 2026 10:00:00 +0000");
        yield return ("Subject", Prefixes[prefix] + Subject);
        if (isOfList)
            yield return ("List-Id", "<staff.office.example>");
    }

    private MimePart Attachment(int encoding) =>
        new("image", "jpeg")
        {
            FileName = FileName,
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(File))),
            ContentTransferEncoding = encoding > 1 ? ContentEncoding.QuotedPrintable : ContentEncoding.Base64,
        };

    private static TextPart Part(string subtype, string text, int encoding) =>
        new(subtype)
        {
            Text = encoding > 1 ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text,
            ContentTransferEncoding = encoding switch
            {
                0 => ContentEncoding.EightBit,
                1 => ContentEncoding.QuotedPrintable,
                _ => ContentEncoding.Base64,
            },
        };

    private static string Html(string text) =>
        $"<html><body>{string.Concat(text.Split('\n').Select(line => $"<div>{(line.Length > 0 ? line : "<br>")}</div>\n"))}</body></html>";
}
