using MimeKit.Text;

namespace Postern.Core.Html;

/// <summary>
/// The address of the link that is open. It is written once, behind the link's text: <c>text &lt;https://…&gt;</c>
/// (RFC 3986, appendix C), unless the text is the address.
/// </summary>
internal sealed class HtmlLink
{
    private static readonly string[] Schemes = ["https:", "http:", "ftp:", "mailto:", "tel:"];

    private string? address;
    private int start;
    private bool hasImage;

    /// <summary>A link begins at that length of the line.</summary>
    public void Open(HtmlTagToken tag, int at) => (address, start, hasImage) = (AddressOf(tag), at, false);

    /// <summary>An image is shown, perhaps as the link.</summary>
    public void AddImage() => hasImage = true;

    /// <summary>The link ends.</summary>
    public void Close(HtmlLineText line)
    {
        EndLine(line);
        address = null;
    }

    /// <summary>The line ends, and with it what is written of the link; one without text yet has it on a later line.</summary>
    public void EndLine(HtmlLineText line)
    {
        if (address is null)
            return;
        var text = line.From(start);
        start = 0;
        if (string.IsNullOrWhiteSpace(text) && !hasImage)
            return;
        if (!IsSame(text, address))
            line.Add($"<{address}>");
        address = null;
    }

    private static string? AddressOf(HtmlTagToken tag)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute is { Id: HtmlAttributeId.Href, Value: { } value })
                return Written(value);
        }
        return null;
    }

    // The signed links of one recipient are no address for others.
    private static string? Written(string value)
    {
        var address = string.Concat(value.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)));
        if (!Schemes.Any(scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
            return null;
        if (OwnTraces.IsOurs(address))
            return null;
        var written = address
            .Replace("<", "%3C", StringComparison.Ordinal)
            .Replace(">", "%3E", StringComparison.Ordinal);
        return written.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? Mailbox(written) : written;
    }

    // RFC 6068: what follows the question mark are fields of the mail to write.
    private static string? Mailbox(string mailto) =>
        mailto["mailto:".Length..].Split('?')[0] is { Length: > 0 } to ? to : null;

    private static bool IsSame(string text, string address) =>
        Bare(text).Equals(Bare(address), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Bare(string text)
    {
        var bare = text.AsSpan().Trim(" \t\u00A0<>()[]");
        foreach (var prefix in (ReadOnlySpan<string>)["https://", "http://", "tel:", "mailto:", "www."])
        {
            if (bare.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                bare = bare[prefix.Length..];
        }
        return bare.TrimEnd('/');
    }
}
