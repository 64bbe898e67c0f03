using MimeKit;
using Postern.Core.Deliverability;

namespace Postern.Core.Senders;

/// <summary>The tags of a signature that are needed before it is verified (RFC 6376 §3.5, RFC 8617 §4.1).</summary>
/// <param name="Field">The header field.</param>
/// <param name="Domain">The signing domain in lower-case ASCII.</param>
/// <param name="Selector">The selector of its key.</param>
/// <param name="Tags">All tags by name.</param>
internal sealed record SignatureTags(
    Header Field,
    string Domain,
    string Selector,
    IReadOnlyDictionary<string, string> Tags
)
{
    private const int LongestName = 253;

    /// <summary>Reads a field; null when it names no key.</summary>
    public static SignatureTags? Read(Header field)
    {
        var tags = TagList.Read(field.Value ?? "");
        if (!tags.TryGetValue("s", out var selector) || !tags.TryGetValue("d", out var text))
            return null;
        var isName = selector.Length > 0 && selector.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        return isName && DnsNames.Domain(text) is { } domain && DkimKey.NameOf(selector, domain).Length <= LongestName
            ? new SignatureTags(field, domain, selector, tags)
            : null;
    }

    public string? Tag(string name) => Tags.GetValueOrDefault(name);

    /// <summary>The published key, as far as the DNS has answered.</summary>
    public DkimKey Key(DnsReader dns) => DkimKey.Read(Selector, dns.Find(DnsKeyLocator.QuestionOf(Selector, Domain)));
}
