using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;

namespace Postern.Core.Html;

/// <summary>
/// HTML that is safe to show and to send on: no script, form, frame or style that reaches outside, the text kept. Done
/// before HTML is stored.
/// </summary>
public static partial class HtmlCleaner
{
    // What tells the author of a mail that it was read, or from elsewhere draws over what stands around the mail.
    private static readonly string[] Reaching =
    [
        "position",
        "z-index",
        "top",
        "right",
        "bottom",
        "left",
        "transform",
        "translate",
        "clip",
        "clip-path",
        "opacity",
        "visibility",
        "cursor",
        "content",
        "quotes",
        "background-image",
        "list-style-image",
        "border-image",
        "border-image-source",
        "mask",
        "mask-image",
        "filter",
        "backdrop-filter",
        "behavior",
        "-moz-binding",
        "animation",
        "animation-name",
        "transition",
        "float-reference",
        "pointer-events",
    ];

    // Their settings are never changed after this; cleaning itself keeps no state.
    private static readonly HtmlSanitizer Received = Create(received: true);
    private static readonly HtmlSanitizer Own = Create(received: false);

    /// <summary>HTML that came by mail, or that is posted on a thread: nothing of it tells anybody that it is read.</summary>
    public static string Clean(string html) => OwnTraces.RemoveFrom(Received.Sanitize(html));

    /// <summary>HTML of a program's own mail, which may show images from elsewhere.</summary>
    public static string CleanOwn(string html) => Own.Sanitize(html);

    private static HtmlSanitizer Create(bool received)
    {
        var sanitizer = new HtmlSanitizer { KeepChildNodes = true };
        foreach (
            var tag in (string[])
                [
                    "form",
                    "input",
                    "button",
                    "select",
                    "option",
                    "optgroup",
                    "textarea",
                    "fieldset",
                    "legend",
                    "label",
                    "datalist",
                    "keygen",
                    "menuitem",
                ]
        )
            sanitizer.AllowedTags.Remove(tag);
        foreach (var property in Reaching)
            sanitizer.AllowedCssProperties.Remove(property);
        sanitizer.AllowedAttributes.Remove("action");
        sanitizer.RemovingTag += (_, e) => Empty(e.Tag);
        // Inline images refer to parts of the same mail (RFC 2392).
        sanitizer.AllowedSchemes.Add("cid");
        sanitizer.AllowedSchemes.Add("mailto");
        sanitizer.AllowedSchemes.Add("tel");
        if (!received)
            return sanitizer;
        foreach (var attribute in (string[])["background", "srcset", "poster", "dynsrc", "lowsrc", "ping", "usemap"])
            sanitizer.AllowedAttributes.Remove(attribute);
        foreach (var tag in (string[])["audio", "video", "source", "track", "picture", "map", "area", "bgsound"])
            sanitizer.AllowedTags.Remove(tag);
        sanitizer.DisallowCssPropertyValue = Fetching();
        sanitizer.FilterUrl += (_, e) => KeepData(e);
        sanitizer.PostProcessNode += (_, e) => Replace(e);
        return sanitizer;
    }

    // Of all others the text stays; these hold none that is for people.
    private static void Empty(IElement element)
    {
        if (element.LocalName is "script" or "style" or "title" or "template" or "xml")
            element.TextContent = "";
    }

    // An image that the mail brings along in its text (RFC 2397) asks nobody for anything.
    private static void KeepData(FilterUrlEventArgs e)
    {
        if (e.Tag is IHtmlImageElement && DataImage().IsMatch(e.OriginalUrl))
            e.SanitizedUrl = e.OriginalUrl;
    }

    private static void Replace(PostProcessNodeEventArgs e)
    {
        // With a negative margin it would lie over what stands before it.
        if (e.Node is IElement element && element.GetAttribute("style") is { } style && NegativeMargin().IsMatch(style))
            element.SetAttribute("style", NegativeMargin().Replace(style, "").Trim(' ', ';'));
        // Somebody else's link to stop following is nobody else's business.
        if (e.Node is IHtmlAnchorElement link && OwnTraces.IsOurs(link.GetAttribute("href")))
            e.ReplacementNodes.Add(e.Document.CreateTextNode(""));
        else if (e.Node is IHtmlImageElement image && !IsMeantToBeSeen(image))
            e.ReplacementNodes.Add(e.Document.CreateTextNode(image.AlternativeText ?? ""));
    }

    // An image from elsewhere is kept only where it says that it takes up room: whoever counts readers does it with one that does not.
    private static bool IsMeantToBeSeen(IHtmlImageElement image)
    {
        var source = image.GetAttribute("src") ?? "";
        if (
            source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase)
            || source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)
        )
            return true;
        var sizes = new[] { image.GetAttribute("width"), image.GetAttribute("height") }
            .OfType<string>()
            .Select(Pixels)
            .Concat(SizesOf(image))
            .ToList();
        return sizes.Count > 0
            && sizes.TrueForAll(size => size > MostOfTracker)
            && !image.GetAncestors().Take(Nesting).OfType<IElement>().Prepend(image).Any(IsHidden);
    }

    private static bool IsHidden(IElement element)
    {
        var style = element.GetAttribute("style") ?? "";
        return NoDisplay().IsMatch(style)
            || (
                style.Contains("overflow", StringComparison.OrdinalIgnoreCase)
                && SizesOf(element).Any(size => size <= MostOfTracker)
            );
    }

    private static IEnumerable<double> SizesOf(IElement element) =>
        Sizes()
            .Matches(element.GetAttribute("style") ?? "")
            .Select(match => match.Groups["size"].Value)
            .Where(size => !AsItIs().IsMatch(size))
            .Select(Pixels);

    private static double Pixels(string text) =>
        Digits().Match(text) is { Success: true } match
            ? double.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture)
            : 0;

    // Pixels.
    private const double MostOfTracker = 8;

    // Elements around an image that are asked whether they hide it.
    private const int Nesting = 16;

    [GeneratedRegex(
        @"^\s*(auto|none|inherit|initial)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex AsItIs();

    [GeneratedRegex(@"[<>]|url\s*\(|image-set|expression|attr\s*\(|env\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Fetching();

    [GeneratedRegex(
        @"^data:image/(png|gif|jpe?g|webp|bmp)[;,]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex DataImage();

    [GeneratedRegex(
        @"(^|;)\s*display\s*:\s*none",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex NoDisplay();

    [GeneratedRegex(
        @"(^|;)\s*margin[a-z-]*\s*:[^;]*-\s*\.?[0-9][^;]*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex NegativeMargin();

    [GeneratedRegex(
        @"(^|;)\s*(max-)?(width|height)\s*:(?<size>[^;]*)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Sizes();

    [GeneratedRegex(@"^\s*[0-9]{1,6}(\.[0-9]{1,4})?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
