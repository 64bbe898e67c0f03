using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;

namespace Postern.Core.Html;

/// <summary>
/// Sanitises HTML before it is stored, so that it is safe to display and to send: no scripts, forms, frames or styles
/// with effects outside the mail. The text is kept.
/// </summary>
internal static partial class HtmlCleaner
{
    // csharpier-ignore-start

    private static readonly string[] FormTags =
    [
        "form", "input", "button", "select", "option", "optgroup", "textarea", "fieldset", "legend", "label",
        "datalist", "keygen", "menuitem",
    ];

    private static readonly string[] LoadingTags =
    [
        "audio", "video", "source", "track", "picture", "map", "area", "bgsound",
    ];

    private static readonly string[] LoadingAttributes =
    [
        "background", "srcset", "poster", "dynsrc", "lowsrc", "ping", "usemap",
    ];

    // Properties that load something, which reveals that the mail is read, or that draw over what surrounds the mail.
    private static readonly string[] UnsafeProperties =
    [
        "position", "z-index", "top", "right", "bottom", "left", "transform", "translate", "clip", "clip-path",
        "opacity", "visibility", "cursor", "content", "quotes", "background-image", "list-style-image", "border-image",
        "border-image-source", "mask", "mask-image", "filter", "backdrop-filter", "behavior", "-moz-binding",
        "animation", "animation-name", "transition", "float-reference", "pointer-events",
    ];
    // csharpier-ignore-end

    // Shared by all threads: their settings never change, and sanitising keeps no state.
    private static readonly HtmlSanitizer ForReceived = CreateForReceived();
    private static readonly HtmlSanitizer ForOwn = CreateForOwn();

    /// <summary>
    /// Sanitises HTML of a received mail or of a post. Nothing in the result reveals that it is read. Null when the
    /// HTML is too large or too deep to be displayed (<see cref="HtmlLimits"/>).
    /// </summary>
    public static string? Clean(string html) =>
        Clean(html, ForReceived, Replacement) is { } clean ? OwnTraces.RemoveFrom(clean) : null;

    /// <summary>
    /// Sanitises HTML of a program's own mail, which may load remote images. Null as with <see cref="Clean(string)"/>.
    /// </summary>
    public static string? CleanOwn(string html) => Clean(html, ForOwn, null);

    private static string? Clean(string html, HtmlSanitizer sanitizer, HtmlReplacement? replacement)
    {
        using var document = HtmlTree.Parse(html);
        if (document is null)
            return null;
        if (document.Body is not { } body)
            return "";
        var writer = new CleanHtmlWriter(sanitizer.AllowedTags, sanitizer.OutputFormatter);
        return writer.Write(body, new CleanAttributes(sanitizer, writer.Allowed(body)), replacement);
    }

    private static HtmlSanitizer CreateForOwn()
    {
        var sanitizer = new HtmlSanitizer { KeepChildNodes = true };
        sanitizer.AllowedTags.ExceptWith(FormTags);
        sanitizer.AllowedCssProperties.ExceptWith(UnsafeProperties);
        sanitizer.AllowedAttributes.Remove("action");
        // Inline images refer to parts of the same mail (RFC 2392).
        sanitizer.AllowedSchemes.Add("cid");
        sanitizer.AllowedSchemes.Add("mailto");
        sanitizer.AllowedSchemes.Add("tel");
        return sanitizer;
    }

    private static HtmlSanitizer CreateForReceived()
    {
        var sanitizer = CreateForOwn();
        sanitizer.AllowedTags.ExceptWith(LoadingTags);
        sanitizer.AllowedAttributes.ExceptWith(LoadingAttributes);
        sanitizer.DisallowCssPropertyValue = LoadingValue();
        sanitizer.FilterUrl += (_, e) => KeepDataImage(e);
        return sanitizer;
    }

    // An image in a data URL (RFC 2397) loads nothing.
    private static void KeepDataImage(FilterUrlEventArgs e)
    {
        if (e.Tag is IHtmlImageElement && DataImage().IsMatch(e.OriginalUrl))
            e.SanitizedUrl = e.OriginalUrl;
    }

    private static string? Replacement(IElement element, IReadOnlyList<IElement> ancestors)
    {
        RemoveNegativeMargins(element);
        return element switch
        {
            // The signed links of one recipient must not be shown to others.
            IHtmlAnchorElement link when OwnTraces.IsOurs(link.GetAttribute("href")) => "",
            IHtmlImageElement image when !ImageVisibility.IsVisible(image, ancestors) => image.AlternativeText ?? "",
            _ => null,
        };
    }

    // With a negative margin, the element would cover what precedes it.
    private static void RemoveNegativeMargins(IElement element)
    {
        if (element.GetAttribute("style") is { } style && NegativeMargin().IsMatch(style))
            element.SetAttribute("style", NegativeMargin().Replace(style, "").Trim(' ', ';'));
    }

    [GeneratedRegex(@"[<>]|url\s*\(|image-set|expression|attr\s*\(|env\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex LoadingValue();

    [GeneratedRegex(
        @"^data:image/(png|gif|jpe?g|webp|bmp)[;,]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex DataImage();

    [GeneratedRegex(
        @"(^|;)\s*margin[a-z-]*\s*:[^;]*-\s*\.?[0-9][^;]*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex NegativeMargin();
}
