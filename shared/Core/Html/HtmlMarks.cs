using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>How mail programs mark, in the HTML they write, the quoted mail and the signature.</summary>
internal static class HtmlMarks
{
    private static readonly string[] QuoteClasses =
    [
        "gmail_quote",
        "gmail_attr",
        "moz-cite-prefix",
        "yahoo_quoted",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "gmx_quote",
        "mailru-blockquote",
    ];

    private static readonly string[] SignatureClasses =
    [
        "gmail_signature",
        "moz-signature",
        "protonmail_signature_block",
        "yahoo_signature",
    ];

    private static readonly string[] RestIds =
    [
        "divRplyFwdMsg",
        "appendonsend",
        "stopSpelling",
        "OLK_SRC_BODY_SECTION",
        "SkyDrivePlaceholder",
        "mail-editor-reference-message-container",
    ];

    public static LineMark Of(HtmlTagToken tag)
    {
        foreach (var attribute in tag.Attributes)
        {
            var mark = attribute.Value is { Length: > 0 } value ? Of(tag.Id, attribute.Id, value) : LineMark.None;
            if (mark != LineMark.None)
                return mark;
        }
        return LineMark.None;
    }

    private static LineMark Of(HtmlTagId tag, HtmlAttributeId attribute, string value) =>
        attribute switch
        {
            HtmlAttributeId.Class => OfClasses(value),
            HtmlAttributeId.Id => OfId(value),
            HtmlAttributeId.Type
                when tag == HtmlTagId.BlockQuote && value.Equals("cite", StringComparison.OrdinalIgnoreCase) =>
                LineMark.Quote,
            HtmlAttributeId.Style when tag is HtmlTagId.Div or HtmlTagId.P && IsOutlookRule(value) =>
                LineMark.RestBeforeHeader,
            _ => LineMark.None,
        };

    private static LineMark OfClasses(string value)
    {
        foreach (var name in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var plain = WithoutPrefix(name);
            if (QuoteClasses.Contains(plain, StringComparer.OrdinalIgnoreCase))
                return LineMark.Quote;
            if (SignatureClasses.Contains(plain, StringComparer.OrdinalIgnoreCase))
                return LineMark.Signature;
            if (plain == "OutlookMessageHeader" || plain == "ms-outlook-mobile-reference-message")
                return LineMark.Rest;
        }
        return LineMark.None;
    }

    private static LineMark OfId(string value)
    {
        var plain = WithoutPrefix(value);
        if (RestIds.Contains(plain, StringComparer.OrdinalIgnoreCase))
            return LineMark.Rest;
        if (plain.StartsWith("yahoo_quoted", StringComparison.OrdinalIgnoreCase))
            return LineMark.Quote;
        return plain is "Signature" or "ms-outlook-mobile-signature" or "AppleMailSignature"
            ? LineMark.Signature
            : LineMark.None;
    }

    // Outlook and Hotmail rename ids and classes of mail they pass on.
    private static string WithoutPrefix(string name)
    {
        var plain = name;
        while (plain.StartsWith("x_", StringComparison.Ordinal))
            plain = plain[2..];
        return plain.StartsWith("ecx", StringComparison.Ordinal) ? plain[3..] : plain;
    }

    private static bool IsOutlookRule(string style)
    {
        var compact = style.Replace(" ", "", StringComparison.Ordinal);
        var at = compact.IndexOf("border-top:solid", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return false;
        var rule = compact.AsSpan(at, Math.Min(40, compact.Length - at));
        return rule.Contains("#E1E1E1", StringComparison.OrdinalIgnoreCase)
            || rule.Contains("#B5C4DF", StringComparison.OrdinalIgnoreCase);
    }
}
