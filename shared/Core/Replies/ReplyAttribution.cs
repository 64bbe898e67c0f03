using System.Text.RegularExpressions;

namespace Postern.Core.Replies;

/// <summary>
/// Finds the attribution that introduces a quote, "On ... wrote:", in many languages, also wrapped over several lines.
/// </summary>
internal static partial class ReplyAttribution
{
    private const int MostLines = 5;
    private const int LongestText = 600;

    /// <summary>Moves an attribution that shares its line with text before it to a line of its own.</summary>
    public static IEnumerable<string> OnOwnLines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var mayShare = line.Length <= LongestText && line.EndsWith("wrote:", StringComparison.OrdinalIgnoreCase);
            var match = mayShare ? TextAndAttribution().Match(line) : Match.Empty;
            if (match.Success)
                yield return match.Groups["text"].Value;
            yield return match.Success ? match.Groups["attribution"].Value : line;
        }
    }

    /// <summary>Number of lines of the attribution that begins at this line; 0 when none does.</summary>
    public static int Length(IReadOnlyList<ReplyLine> lines, int at)
    {
        var first = Normalize(lines[at].Text);
        if (first.Length is < 4 or > LongestText || !MayBegin(first))
            return 0;
        if (AttributionText.IsComplete(first))
            return 1;
        return AttributionText.MayBeWrapped(first) ? LengthOfWrapped(lines, at, first) : 0;
    }

    private static int LengthOfWrapped(IReadOnlyList<ReplyLine> lines, int at, string first)
    {
        var text = first;
        var joined = 1;
        for (var i = at + 1; i < lines.Count && joined < MostLines; i++)
        {
            var next = Normalize(lines[i].Text);
            if (next.Length == 0 && !ContinuesAfterBlank(lines, i))
                return 0;
            if (next.Length == 0)
                continue;
            text = $"{text} {next}";
            joined++;
            if (text.Length > LongestText)
                return 0;
            if (AttributionText.IsComplete(text))
                return i - at + 1;
        }
        return 0;
    }

    // French writes a no-break space before the colon.
    private static string Normalize(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Trim();

    private static bool MayBegin(string first) =>
        first.AsSpan().ContainsAnyInRange('0', '9')
        || first.Contains('@', StringComparison.Ordinal)
        || first.StartsWith("--", StringComparison.Ordinal);

    // Some programs write the sender's address between blank lines.
    private static bool ContinuesAfterBlank(IReadOnlyList<ReplyLine> lines, int at)
    {
        if (at + 1 >= lines.Count)
            return false;
        var next = lines[at + 1].Text.AsSpan().TrimStart();
        return next.StartsWith("<", StringComparison.Ordinal) || next.StartsWith("mailto:", StringComparison.Ordinal);
    }

    [GeneratedRegex(
        """^(?<text>[^>].*?[^\s\->|])[\s\-]+"""
            + """(?<attribution>On (Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}, .{4,200} wrote:)$""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex TextAndAttribution();
}
