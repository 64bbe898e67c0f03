using System.Text.RegularExpressions;

namespace Postern.Core.Mail;

/// <summary>
/// Splits the results of an Authentication-Results field into words: at semicolons and white space outside quotes and
/// comments. Comments are dropped, and must be parted from words by white space.
/// </summary>
internal static partial class AuthenticationWords
{
    /// <summary>The words of each part between semicolons.</summary>
    /// <exception cref="FormatException">A quote, a comment or a word can be read in two ways.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string text)
    {
        var segments = new List<IReadOnlyList<string>>();
        var words = new List<string>();
        for (var i = 0; i < text.Length; )
        {
            if (text[i] == ';')
            {
                segments.Add(words);
                words = [];
                i++;
            }
            else if (IsSpace(text[i]))
            {
                i++;
            }
            else if (text[i] == '(')
            {
                i = EndOfComment(text, i);
            }
            else
            {
                var end = EndOfWord(text, i);
                words.Add(text[i..end]);
                i = end;
            }
        }
        segments.Add(words);
        return segments;
    }

    private static int EndOfWord(string text, int start)
    {
        var i = start;
        while (i < text.Length && !IsSpace(text[i]) && text[i] != ';')
        {
            if (text[i] is '(' or ')' || char.IsControl(text[i]))
                throw new FormatException("a word holds a bracket or control character");
            i = text[i] == '"' ? EndOfQuoted(text, i) : i + 1;
        }
        return i;
    }

    private static int EndOfQuoted(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i + 1;
        }
        throw new FormatException("a quote has no end");
    }

    private static int EndOfComment(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && --depth == 0)
                return Checked(text, start, i + 1);
        }
        throw new FormatException("a comment has no end");
    }

    private static int Checked(string text, int start, int end)
    {
        var isParted = (end == text.Length || IsSpace(text[end]) || text[end] == ';') && start > 0;
        if (!isParted || Result().IsMatch(text.AsSpan(start, end - start)))
            throw new FormatException("a comment may hold a result");
        return end;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    [GeneratedRegex(@";\s*(?:auth|arc|compauth|dkim|dmarc|iprev|spf)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Result();
}
