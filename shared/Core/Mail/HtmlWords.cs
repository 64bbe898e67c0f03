using System.Net;
using System.Text;
using Postern.Core.Text;

namespace Postern.Core.Mail;

/// <summary>
/// The words of HTML, a line a block, for comparison alone: attributes, styles and comments, which relays rewrite, do
/// not count. Reading it as a browser does takes several times as long.
/// </summary>
internal static class HtmlWords
{
    private static readonly string[] Unseen = ["style", "script", "title", "head"];

    // csharpier-ignore
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "tr", "table", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "body", "section",
        "article", "header", "footer", "center", "td", "th", "dl", "dt", "dd", "pre",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> BlockNames = Blocks.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    public static string Of(string html, ReadingBudget budget)
    {
        budget.Take(html.Length);
        var words = new StringBuilder(html.Length);
        var keepsLines = false;
        for (var at = 0; at < html.Length; )
        {
            var open = html.IndexOf('<', at);
            var shown = html.AsSpan(at..(open < 0 ? html.Length : open));
            var start = words.Length;
            words.Append(shown);
            if (!keepsLines)
                words.Replace('\n', ' ', start, shown.Length);
            at = open < 0 ? html.Length : SkipTag(html, open, words, ref keepsLines);
        }
        return WebUtility.HtmlDecode(words.ToString());
    }

    /// <summary>Writes what a tag shows and returns the index after it.</summary>
    private static int SkipTag(string html, int open, StringBuilder words, ref bool keepsLines)
    {
        if (html.AsSpan(open).StartsWith("<!--"))
            return After(html, "-->", open);
        var name = NameAt(html, open + 1);
        var element = name.Trim('/');
        if (element.Equals("pre", StringComparison.OrdinalIgnoreCase))
            keepsLines = name[0] != '/';
        Break(element, words);
        foreach (var unseen in Unseen)
        {
            if (name.Equals(unseen, StringComparison.OrdinalIgnoreCase))
                return After(html, $"</{unseen}", open);
        }
        return html.IndexOf('>', open) is var end and >= 0 ? end + 1 : html.Length;
    }

    /// <summary>A line break always ends a line, a block only one that has begun; a paragraph leaves a gap.</summary>
    private static void Break(ReadOnlySpan<char> element, StringBuilder words)
    {
        if (element.Equals("hr", StringComparison.OrdinalIgnoreCase))
            words.Append("\n_____\n");
        else if (element.Equals("br", StringComparison.OrdinalIgnoreCase))
            words.Append('\n');
        else if (element.Equals("p", StringComparison.OrdinalIgnoreCase))
            words.Append("\n\n");
        else if (BlockNames.Contains(element))
            EndLine(words);
    }

    private static void EndLine(StringBuilder words)
    {
        while (words.Length > 0 && words[^1] == ' ')
            words.Length--;
        if (words.Length > 0 && words[^1] != '\n')
            words.Append('\n');
    }

    private static ReadOnlySpan<char> NameAt(string html, int start)
    {
        var end = start;
        while (end < html.Length && (html[end] == '/' || char.IsAsciiLetterOrDigit(html[end])))
            end++;
        return html.AsSpan(start..end);
    }

    private static int After(string html, string what, int start) =>
        html.IndexOf(what, start, StringComparison.OrdinalIgnoreCase) is var end and >= 0
            ? end + what.Length
            : html.Length;
}
