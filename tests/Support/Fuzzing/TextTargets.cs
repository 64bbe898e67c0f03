using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Postern.Contracts.Http;
using Postern.Core.Html;
using Postern.Core.Replies;
using Postern.Core.Templates;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Readers of bodies, and templates.</summary>
internal static class TextTargets
{
    private static readonly string[] Documented = ["UnreadableMailException", "HtmlLimitException"];

    // csharpier-ignore
    private static readonly string[] TextTokens =
    [
        "\n", "\n\n", "\r\n", "\r", "> ", ">>>", ">", "| ", "-- \n", "--\n", "__________\n",
        "-----Original Message-----\n",
        "On Mon, 4 Nov 2024 at 10:00, A <a@b.c> wrote:\n", "Am 4.11.2024 um 10:00 schrieb A:\n", "From: A <a@b.c>\n",
        "Sent: today\n", "To: b\n", "Subject: Hi\n", "Von: ", "Sent from my iPhone", "\t", "\0", "\u00A0", "\u200B",
        "\u2028", "\uFEFF", "wrote:", "<a@b.c>", "*From:*", "Le lun. 4 nov. 2024, ", " a écrit :\n", "😀", "e\u0301",
    ];

    // csharpier-ignore
    private static readonly string[] HtmlTokens =
    [
        "<blockquote type=cite>", "</blockquote>", "<div class=\"gmail_quote\">", "<div id=appendonsend>", "</div>",
        "<br>",
        "<hr>", "<p>", "</p>", "<table><tr><td>", "</table>", "<script>alert(1)</script>", "<svg onload=alert(1)>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<img src=x onerror=alert(1)>", " onclick=x()", " href=\"javascript:alert(1)\"", " style=\"position:fixed\"",
        " style='background:url(//x)'", "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml ",
        "<noscript>",
        "<template>", "<plaintext>", "<textarea>", "<title>", "<iframe srcdoc='", "<a href='", "'>", "\">", "<", "&lt;",
        "&#x110000;", "&#0;", "&#xD800;", "&nbsp;", "\0", " class=\"x_x_x_gmail_quote\"", "<o:p>", "<!--[if mso]>",
        "data:text/html,", "java&#9;script:", "<base href=//x>", "<meta http-equiv=refresh content=0>",
        "<form action=x>",
    ];

    // csharpier-ignore
    private static readonly string[] TemplateTokens =
    [
        "{", "}", "{{", "}}", "{?", "{/", "{message}", "{subject}", "{?stop}", "{/stop}", "{?link}", "{/link}",
        "{values.a}",
        "{?values.a-b}", "{/values.a-b}", "{Unknown}", "<a href=\"{link}\">", "<", ">", "\"", "\n", "<!--", "<script>",
    ];

    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> All(bool corpora)
    {
        var texts = FuzzSeeds.OfText([.. MailSeeds.Texts, .. Bodies(corpora, ".txt")], TextTokens);
        var htmls = FuzzSeeds.OfText([.. MailSeeds.Htmls, .. Bodies(corpora, ".html")], HtmlTokens);
        yield return new("reply text", texts, SplitText) { Documented = Documented, Weight = 8 };
        yield return new("reply HTML", htmls, SplitHtml) { Documented = Documented };
        yield return new("HTML cleaner", htmls, Clean) { Documented = Documented };
        yield return new("templates", Templates(), Fill);
    }

    private static IEnumerable<string> Bodies(bool corpora, string ending) =>
        corpora && Corpora.Folder is not null
            ? Directory
                .EnumerateFiles(Corpora.PathOf("reply"), $"*{ending}", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText)
                .Where(body => body.Length is > 0 and < 24_000)
            : [];

    private static FuzzSeeds Templates()
    {
        var folder = Path.Combine(Repository.Root, "shared/Core/Composing");
        var own = Directory
            .EnumerateFiles(folder, "notification.*")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText);
        return FuzzSeeds.OfText(["{?link}{link}{/link} {message}", .. own], TemplateTokens);
    }

    private static void SplitText(byte[] input)
    {
        var text = FuzzText.Of(input).Replace("\0", "", StringComparison.Ordinal);
        var reply = ReplyText.FromText(text);
        foreach (var part in (string[])[reply.New, reply.Quoted, reply.Signature])
            Invariant.Holds(FuzzText.IsPartOf(part, text), "each part of a reply is a part of the text");
        var letters = (reply.New + reply.Quoted + reply.Signature).Count(char.IsLetterOrDigit);
        Invariant.Holds(letters == text.Count(char.IsLetterOrDigit), "all of the text is in one part of a reply");
    }

    private static void SplitHtml(byte[] input)
    {
        var html = FuzzText.Of(input);
        _ = ReplyText.FromHtml(html).New + ReplyText.TextFromHtml(html).New + HtmlText.FromHtml(html);
    }

    private static void Clean(byte[] input)
    {
        if (HtmlCleaner.Clean(FuzzText.Of(input)) is not { } clean)
            return;
        var shown = new HtmlParser(new HtmlParserOptions { IsScripting = true }).ParseDocument($"<body>{clean}</body>");
        Invariant.Holds(!shown.QuerySelectorAll("*").Any(IsActive), "clean HTML has nothing active");
        _ = HtmlCleaner.CleanOwn(clean);
    }

    private static bool IsActive(IElement element) =>
        element.LocalName
            is "script"
                or "iframe"
                or "object"
                or "embed"
                or "form"
                or "style"
                or "link"
                or "base"
                or "svg"
        || element.Attributes.Any(attribute =>
            attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            || attribute.Value.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
        );

    private static void Fill(byte[] input)
    {
        var text = FuzzText.Of(input);
        var template = new NotificationTemplate
        {
            Subject = text,
            Html = text,
            Text = text,
        };
        // Longer ones are refused.
        if (
            NotificationTemplateRules
                .Errors(template)
                .Any(error => error.Message.EndsWith("characters", StringComparison.Ordinal))
        )
            return;
        _ = TemplateText.Fill(
            text,
            new Dictionary<string, string> { ["link"] = "https://x", ["message"] = "{subject}" }
        );
    }
}
