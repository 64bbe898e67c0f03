using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Xunit;
using Postern.Core.Html;

namespace Postern.Tests.Html;

/// <summary>
/// Random sequences of what attacks are made of: the cleaned HTML does nothing, parsed with or without scripting.
/// </summary>
public sealed partial class HtmlCleanerProperties
{
    // csharpier-ignore
    private static readonly string[] Soup =
    [
        "<svg>", "</svg>", "<math>", "</math>", "<mtext>", "<mglyph>", "<annotation-xml encoding=\"text/html\">",
        "<foreignObject>", "<desc>", "<style>", "</style>", "<noscript>", "</noscript>", "<template>", "</template>",
        "<textarea>", "</textarea>", "<title>", "</title>", "<xmp>", "<iframe>", "</iframe>", "<table>", "<tr><td>",
        "<select><option>", "</select>", "<form>", "</form>", "<p title=\"", "\">", "<!--", "-->", "<![CDATA[", "]]>",
        "<img src=x onerror=alert(1)>", "<img src=\"data:text/html,<script>alert(1)</script>\">",
        "<script>alert(1)</script>", "<a href=\"java&#10;script:alert(1)\">", "<a xlink:href=\"javascript:alert(1)\">",
        "<use href=\"data:image/svg+xml,x\">", "<div style=\"", "position:fixed;",
        "background:url(//evil.example/1)\">", "\0", "Hi",
    ];

    // csharpier-ignore
    private static readonly string[] ActiveElements =
    [
        "script", "style", "svg", "math", "iframe", "object", "embed", "form", "input", "textarea", "select",
        "template", "noscript", "link", "meta", "base",
    ];

    private static readonly string[] Schemes = ["http:", "https:", "mailto:", "tel:", "cid:", "data:image/"];

    [Property(MaxTest = 1000)]
    public void No_soup_of_markup_acts(NonEmptyArray<byte> choice)
    {
        var clean = HtmlCleaner.Clean(string.Concat(choice.Get.Select(index => Soup[index % Soup.Length])))!;
        Assert.Null(Acting(clean));
        Assert.Null(Acting(HtmlCleaner.Clean(clean)!));
    }

    [Property(MaxTest = 200)]
    public bool Cleaning_what_is_clean_changes_nothing(NonNull<string> text)
    {
        var clean = HtmlCleaner.Clean($"<p>{text.Get}</p>")!;
        return HtmlCleaner.Clean(clean) == clean && !clean.Contains("<script", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Acting(string html) => Acting(html, scripting: true) ?? Acting(html, scripting: false);

    private static string? Acting(string html, bool scripting)
    {
        var parser = new HtmlParser(new HtmlParserOptions { IsScripting = scripting });
        var body = parser.ParseDocument($"<body>{html}</body>").Body!;
        return body.QuerySelectorAll("*").FirstOrDefault(IsActive)?.OuterHtml;
    }

    private static bool IsActive(IElement element) =>
        ActiveElements.Contains(element.LocalName) || element.Attributes.Any(IsActive);

    private static bool IsActive(IAttr attribute) =>
        attribute.Name switch
        {
            "class" or "id" or "srcdoc" or "action" => true,
            "href" or "src" => !IsPlain(attribute.Value),
            "style" => Escaping().IsMatch(attribute.Value),
            var name => name.StartsWith("on", StringComparison.Ordinal),
        };

    private static bool IsPlain(string address) =>
        !address.Contains(':', StringComparison.Ordinal)
        || Schemes.Any(scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"url|(^|;)\s*position", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Escaping();
}
