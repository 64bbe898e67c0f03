using System.Text.RegularExpressions;

namespace Postern.Core.Addresses;

/// <summary>
/// The address or the domain in what was copied from an address bar or a link, such as <c>https://example.com/</c> or
/// <c>mailto:ann@example.com</c>, so that an error can say what to write instead.
/// </summary>
internal static partial class UrlText
{
    /// <summary>The text without scheme, user, port and path; null when it has none of them.</summary>
    public static string? Without(string text)
    {
        // What follows the address of such a link are fields of a mail (RFC 6068 §2).
        var rest = Mailto().IsMatch(text) ? Mailto().Replace(text, "").Split('?')[0] : text;
        var scheme = Scheme().Match(rest);
        // Before the host of a URL stands a user (RFC 3986 §3.2.1), before the domain of an address its local part.
        var host = scheme.Success ? CutPath(rest[scheme.Length..]) : rest;
        var at = host.LastIndexOf('@') + 1;
        var local = scheme.Success ? "" : host[..at];
        var bare = local + Port().Replace(CutPath(host[at..]), "");
        return bare == text ? null : bare;
    }

    private static string CutPath(string text) => text.Split('/', '?', '#', '\\')[0];

    [GeneratedRegex("^mailto:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mailto();

    [GeneratedRegex("^([a-z][a-z0-9+.-]*:)?//", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(":[0-9]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Port();
}
