using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Postern.Core.Html;

/// <summary>
/// Distinguishes images for people from tracking images. A remote image counts as visible only if it states a size:
/// tracking images have a tiny size or none, or are hidden.
/// </summary>
internal static partial class ImageVisibility
{
    // In pixels.
    private const double LargestTracker = 8;

    private const int MostAncestors = 16;

    /// <param name="image">The image.</param>
    /// <param name="ancestors">The elements around it, outermost first.</param>
    public static bool IsVisible(IHtmlImageElement image, IReadOnlyList<IElement> ancestors)
    {
        var source = image.GetAttribute("src") ?? "";
        if (
            source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase)
            || source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)
        )
            return true;
        var sizes = AttributeSizes(image).Concat(StyleSizes(image)).ToList();
        if (sizes.Count == 0 || sizes.Exists(size => size <= LargestTracker))
            return false;
        return !ancestors.TakeLast(MostAncestors).Append(image).Any(HidesContent);
    }

    private static bool HidesContent(IElement element)
    {
        var style = element.GetAttribute("style") ?? "";
        if (DisplayNone().IsMatch(style))
            return true;
        return style.Contains("overflow", StringComparison.OrdinalIgnoreCase)
            && StyleSizes(element).Any(size => size <= LargestTracker);
    }

    private static IEnumerable<double> AttributeSizes(IHtmlImageElement image) =>
        new[] { image.GetAttribute("width"), image.GetAttribute("height") }.OfType<string>().Select(ParsePixels);

    private static IEnumerable<double> StyleSizes(IElement element) =>
        SizeProperty()
            .Matches(element.GetAttribute("style") ?? "")
            .Select(match => match.Groups["size"].Value)
            .Where(size => !SizeKeyword().IsMatch(size))
            .Select(ParsePixels);

    private static double ParsePixels(string text) =>
        LeadingNumber().Match(text) is { Success: true } match
            ? double.Parse(match.Value, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(
        @"(^|;)\s*(max-)?(width|height)\s*:(?<size>[^;]*)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex SizeProperty();

    [GeneratedRegex(
        @"^\s*(auto|none|inherit|initial)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex SizeKeyword();

    [GeneratedRegex(@"^\s*[0-9]{1,6}(\.[0-9]{1,4})?", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(
        @"(^|;)\s*display\s*:\s*none",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex DisplayNone();
}
