using System.Text.RegularExpressions;

namespace Postern.Core.Html;

/// <summary>
/// What a notification holds for its reader alone: the link to stop following, the hidden marker. An answer quotes them; they are
/// taken out before it is stored, or everybody who reads the answer could use them.
/// </summary>
public static partial class OwnTraces
{
    /// <summary>Whether an address is one of our signed links.</summary>
    public static bool IsOurs(string? address) => address is not null && Link().IsMatch(address);

    /// <summary>The text without our links, also those that a scanner has wrapped in a link of its own, and markers.</summary>
    public static string RemoveFrom(string text) => Marker().Replace(Link().Replace(text, ""), "");

    [GeneratedRegex(
        @"https?(:|%3A)[^\s""'<>]*(/|%2F)api(/|%2F)(follow|unsubscribe)(/|%2F)[0-9a-v]{29,}[^\s""'<>]*",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Link();

    [GeneratedRegex(
        "postern-ref-[0-9a-z]+",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Marker();
}
