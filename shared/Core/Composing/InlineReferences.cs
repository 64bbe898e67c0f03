using System.Text.RegularExpressions;

namespace Postern.Core.Composing;

/// <summary>
/// The parts that HTML shows, by their Content-IDs (RFC 2392). In the URL an id may be written with escapes, such as
/// <c>%40</c>, and programs write it in another case than beside the part.
/// </summary>
internal static partial class InlineReferences
{
    /// <summary>The ids without angle brackets; they are found in any case.</summary>
    public static IReadOnlySet<string> In(string html) =>
        Reference()
            .Matches(html)
            .Select(match => Uri.UnescapeDataString(match.Groups["id"].Value))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(
        """cid:(?<id>[^"'<>\s)]+)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Reference();
}
