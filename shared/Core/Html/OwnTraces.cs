using System.Text.RegularExpressions;

namespace Postern.Core.Html;

/// <summary>
/// The parts of a notification that are secrets of its recipient: the signed links and the hidden marker. A reply
/// quotes them; they are removed before it is stored, or everyone who reads the reply could use them.
/// </summary>
internal static partial class OwnTraces
{
    /// <summary>Whether a URL is one of our signed links.</summary>
    public static bool IsOurs(string? address) => address is not null && Link().IsMatch(address);

    /// <summary>Whether one of our signed links or markers stands in a text.</summary>
    public static bool AreIn(string text) =>
        text.Contains("postern-ref-", StringComparison.OrdinalIgnoreCase)
        || (text.Contains("http", StringComparison.OrdinalIgnoreCase) && IsOurs(text));

    /// <summary>Removes our signed links, also those that a link scanner has wrapped, and our markers.</summary>
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
