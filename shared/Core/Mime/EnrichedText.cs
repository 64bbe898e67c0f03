using System.Text;

namespace Postern.Core.Mime;

/// <summary>
/// The words of <c>text/enriched</c> (RFC 1896) and <c>text/richtext</c> (RFC 1341): without commands and their
/// parameters. Line ends stay as they are.
/// </summary>
internal static class EnrichedText
{
    private const string Parameter = "<param>";
    private const string EndOfParameter = "</param>";
    private const int LongestCommand = 62;

    public static string Read(string enriched)
    {
        var text = new StringBuilder(enriched.Length);
        for (var at = 0; at < enriched.Length; )
        {
            var next = enriched.AsSpan(at);
            if (next[0] != '<')
            {
                var length = next.IndexOf('<') is var open and >= 0 ? open : next.Length;
                text.Append(next[..length]);
                at += length;
                continue;
            }
            var (words, skipped) = Command(next);
            text.Append(words);
            at += skipped;
        }
        return text.ToString();
    }

    private static (string Words, int Length) Command(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("<<"))
            return ("<", 2);
        if (text.StartsWith(Parameter, StringComparison.OrdinalIgnoreCase))
            return ("", After(text, EndOfParameter));
        var end = text[..Math.Min(text.Length, LongestCommand)].IndexOf('>');
        if (end < 0)
            return ("<", 1);
        var isLineEnd = text[1..end].Equals("nl", StringComparison.OrdinalIgnoreCase);
        var isBracket = text[1..end].Equals("lt", StringComparison.OrdinalIgnoreCase);
        return (
            isLineEnd ? "\n"
            : isBracket ? "<"
            : "",
            end + 1
        );
    }

    private static int After(ReadOnlySpan<char> text, string what) =>
        text.IndexOf(what, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? at + what.Length : text.Length;
}
