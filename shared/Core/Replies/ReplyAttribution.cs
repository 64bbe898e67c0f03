using System.Buffers;
using System.Text.RegularExpressions;

namespace Postern.Core.Replies;

/// <summary>Finds the introduction of a quote, "On ... wrote:", also wrapped over several lines.</summary>
internal static partial class ReplyAttribution
{
    private const int MostLines = 5;
    private const int LongestText = 600;

    // What every introduction has that is not directly above a quote: a digit of any script, or an address.
    private static readonly SearchValues<char> Signs = SearchValues.Create(
        "0123456789@<٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९๐๑๒๓๔๕๖๗๘๙০১২৩৪৫৬৭৮৯０１２３４５６７８９"
    );

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
    public static int Length(ReplyLines lines, int at)
    {
        var first = lines[at].Text;
        var hasQuote = lines.IsQuoteNext(at + 1);
        if (!MayBegin(first, hasQuote))
            return 0;
        var text = new AttributionText(first);
        if (text.IsComplete(hasQuote))
            return 1;
        return text.MayBegin && MayContinue(first) ? LengthOfWrapped(lines, at, text.BeginsStrongly) : 0;
    }

    /// <summary>Whether a quoted line is the introduction of what is quoted.</summary>
    public static bool IsQuotedIntroduction(ReplyLine line)
    {
        var text = line.Text.AsSpan().TrimStart("> \t").ToString();
        return MayBegin(text, hasQuote: false) && new AttributionText(text).IsComplete(hasQuote: true);
    }

    private static bool MayBegin(string first, bool hasQuote) =>
        first.Length is >= 4 and <= LongestText
        && (
            hasQuote
            || first.AsSpan().ContainsAny(Signs)
            || first.AsSpan().TrimStart().StartsWith("--", StringComparison.Ordinal)
        );

    // The end of a sentence does not continue; that of a short word, "Mo.", may be no end.
    private static bool MayContinue(string first)
    {
        var text = first.AsSpan().TrimEnd();
        if (text is not [.., '.' or '!' or '?'])
            return true;
        var word = text[(text.LastIndexOf(' ') + 1)..];
        return text[^1] == '.' && word.Length <= 4;
    }

    private static int LengthOfWrapped(ReplyLines lines, int at, bool isStrong)
    {
        var text = lines[at].Text.Trim();
        var joined = 1;
        for (var i = at + 1; i < lines.Count && joined < MostLines; i++)
        {
            var next = lines[i].Text.Trim();
            if (lines[i].IsQuoted ? !IsBracketOpen(text) : next.Length == 0 && !ContinuesAfterBlank(lines, i))
                return 0;
            if (next.Length == 0)
                continue;
            text = $"{text} {next}";
            joined++;
            if (text.Length > LongestText)
                return 0;
            var hasQuote = lines.IsQuoteNext(i + 1);
            if (!new AttributionText(text).IsComplete(hasQuote))
                continue;
            // A line above an introduction is not a part of it.
            var standsAlone = !isStrong && new AttributionText(next).IsComplete(hasQuote: false);
            return standsAlone ? 0 : i - at + 1;
        }
        return 0;
    }

    // A line may begin with the bracket that closes the address, which looks like a quote mark.
    private static bool IsBracketOpen(string text) => text.AsSpan().Count('<') > text.AsSpan().Count('>');

    // Some programs write the sender's address between blank lines.
    private static bool ContinuesAfterBlank(ReplyLines lines, int at)
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
