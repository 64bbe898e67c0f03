using System.Globalization;
using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>
/// The colour that an element gives its text: people who answer inside a quote without marks often do it in another
/// colour.
/// </summary>
internal static class HtmlColours
{
    private const string Property = "color";

    // More than the dark blue in which Outlook writes all answers, #1F497D.
    private const int LeastColourful = 0x60;

    /// <summary>Whether the element sets a colour that stands out; null when it sets none.</summary>
    public static bool? Of(HtmlTagToken tag)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Value is not { Length: > 0 } value)
                continue;
            if (attribute.Id == HtmlAttributeId.Style && OfStyle(value) is { Length: > 0 } style)
                return StandsOut(style);
            if (tag.Id == HtmlTagId.Font && attribute.Id == HtmlAttributeId.Color)
                return StandsOut(value.AsSpan().Trim());
        }
        return null;
    }

    private static ReadOnlySpan<char> OfStyle(string style)
    {
        foreach (var range in style.AsSpan().Split(';'))
        {
            var declaration = style.AsSpan(range);
            var colon = declaration.IndexOf(':');
            if (colon > 0 && declaration[..colon].Trim().Equals(Property, StringComparison.OrdinalIgnoreCase))
                return declaration[(colon + 1)..].Trim();
        }
        return default;
    }

    private static bool StandsOut(ReadOnlySpan<char> colour)
    {
        if (colour is not ['#', ..])
            return IsName(colour);
        var isNumber = int.TryParse(colour[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || colour.Length != 7)
            return false;
        var (red, green, blue) = (number >> 16, (number >> 8) & 0xFF, number & 0xFF);
        return Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue)) >= LeastColourful;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        Span<char> lower = stackalloc char[12];
        if (name.Length > lower.Length || name.ToLowerInvariant(lower) < 1)
            return false;
        return lower[..name.Length]
            is "red"
                or "blue"
                or "green"
                or "purple"
                or "orange"
                or "magenta"
                or "fuchsia"
                or "teal"
                or "maroon"
                or "darkred"
                or "darkgreen"
                or "darkblue"
                or "crimson"
                or "lime";
    }
}
