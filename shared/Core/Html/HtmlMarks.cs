using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>What the HTML elements around a line mark it as.</summary>
internal enum LineMark
{
    None,

    /// <summary>In an element in which mail programs write the quoted mail.</summary>
    Quote,

    /// <summary>In an element in which mail programs write the signature.</summary>
    Signature,

    /// <summary>The quoted mail begins here and continues to the end of the document.</summary>
    QuoteToEnd,

    /// <summary>The same as <see cref="QuoteToEnd"/> if the fields of a mail header follow.</summary>
    DividerBeforeHeader,
}

/// <summary>The attributes by which mail programs mark the quoted mail and the signature in their HTML.</summary>
internal static class HtmlMarks
{
    private const string OutlookRule = "border-top:solid";
    private const int LongestRule = 40;

    // csharpier-ignore
    private static readonly string[] QuoteClasses =
    [
        "gmail_quote", "gmail_attr", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote", "tutanota_quote",
        "zmail_extra", "gmx_quote", "mailru-blockquote",
    ];

    // csharpier-ignore
    private static readonly string[] SignatureClasses =
    [
        "gmail_signature", "moz-signature", "protonmail_signature_block", "yahoo_signature",
    ];

    // csharpier-ignore
    private static readonly string[] QuoteToEndIds =
    [
        "divRplyFwdMsg", "appendonsend", "stopSpelling", "OLK_SRC_BODY_SECTION", "SkyDrivePlaceholder",
        "mail-editor-reference-message-container",
    ];

    public static LineMark Of(HtmlTagToken tag)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Value is not { Length: > 0 } value)
                continue;
            var mark = OfAttribute(tag.Id, attribute.Id, value);
            if (mark != LineMark.None)
                return mark;
        }
        return LineMark.None;
    }

    private static LineMark OfAttribute(HtmlTagId tag, HtmlAttributeId attribute, string value)
    {
        switch (attribute)
        {
            case HtmlAttributeId.Class:
                return OfClasses(value);
            case HtmlAttributeId.Id:
                return OfId(value);
            case HtmlAttributeId.Type:
                var isCitation =
                    tag == HtmlTagId.BlockQuote && value.Equals("cite", StringComparison.OrdinalIgnoreCase);
                return isCitation ? LineMark.Quote : LineMark.None;
            case HtmlAttributeId.Style:
                var isRule = tag is HtmlTagId.Div or HtmlTagId.P && IsOutlookRule(value);
                return isRule ? LineMark.DividerBeforeHeader : LineMark.None;
            default:
                return LineMark.None;
        }
    }

    private static LineMark OfClasses(string value)
    {
        foreach (var range in value.AsSpan().Split(' '))
        {
            var name = WithoutPrefix(value.AsSpan(range));
            if (IsOneOf(name, QuoteClasses))
                return LineMark.Quote;
            if (IsOneOf(name, SignatureClasses))
                return LineMark.Signature;
            if (name is "OutlookMessageHeader" or "ms-outlook-mobile-reference-message")
                return LineMark.QuoteToEnd;
        }
        return LineMark.None;
    }

    private static LineMark OfId(string value)
    {
        var id = WithoutPrefix(value);
        if (IsOneOf(id, QuoteToEndIds))
            return LineMark.QuoteToEnd;
        if (id.StartsWith("yahoo_quoted", StringComparison.OrdinalIgnoreCase))
            return LineMark.Quote;
        return id is "Signature" or "ms-outlook-mobile-signature" or "AppleMailSignature"
            ? LineMark.Signature
            : LineMark.None;
    }

    // Outlook and Hotmail add prefixes to the ids and classes of mail that they forward.
    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> name)
    {
        while (name.StartsWith("x_", StringComparison.Ordinal))
            name = name[2..];
        return name.StartsWith("ecx", StringComparison.Ordinal) ? name[3..] : name;
    }

    private static bool IsOneOf(ReadOnlySpan<char> name, string[] known)
    {
        foreach (var each in known)
        {
            if (name.Equals(each, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    // Outlook draws a grey or blue line above the quoted header.
    private static bool IsOutlookRule(string style)
    {
        var compact = style.Replace(" ", "", StringComparison.Ordinal);
        var start = compact.IndexOf(OutlookRule, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return false;
        var rule = compact.AsSpan(start, Math.Min(LongestRule, compact.Length - start));
        return rule.Contains("#E1E1E1", StringComparison.OrdinalIgnoreCase)
            || rule.Contains("#B5C4DF", StringComparison.OrdinalIgnoreCase);
    }
}
