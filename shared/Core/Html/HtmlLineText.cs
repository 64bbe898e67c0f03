using System.Text;

namespace Postern.Core.Html;

/// <summary>
/// Builds the text of one line as a browser displays it, and beside it what plain text needs in addition: the addresses
/// of links, the words of images.
/// </summary>
internal sealed class HtmlLineText
{
    private readonly StringBuilder line = new();
    private readonly List<(int At, string Words)> additions = [];

    public int Length => line.Length;

    public void Append(string text) => line.Append(text);

    /// <summary>
    /// Appends text with every run of white space as one space, and none at the beginning of the line.
    /// </summary>
    public void AppendCollapsed(string text)
    {
        foreach (var c in text)
        {
            if (!IsSpace(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }
    }

    /// <summary>Adds words that a browser does not display as text.</summary>
    public void Add(string words) =>
        additions.Add((line.Length > 0 && line[^1] == ' ' ? line.Length - 1 : line.Length, words));

    /// <summary>The text of the line from an index on.</summary>
    public string From(int start) => start < line.Length ? line.ToString(start, line.Length - start) : "";

    /// <summary>Returns the line, without and with what was added, and begins the next one.</summary>
    public (string Text, string Shown) Finish()
    {
        var text = line.ToString().Replace('\u00A0', ' ').TrimEnd();
        var shown = additions.Count == 0 ? text : WithAdditions(text);
        line.Clear();
        additions.Clear();
        return (text, shown);
    }

    private string WithAdditions(string text)
    {
        var shown = new StringBuilder();
        var from = 0;
        foreach (var (place, words) in additions)
        {
            var at = Math.Min(place, text.Length);
            Join(shown, text.AsSpan(from..at));
            Join(shown.Length > 0 && shown[^1] != ' ' ? shown.Append(' ') : shown, words);
            from = at;
        }
        return Join(shown, text.AsSpan(from)).ToString();
    }

    // A word that follows an address directly would be taken for a part of it.
    private static StringBuilder Join(StringBuilder shown, ReadOnlySpan<char> words)
    {
        if (shown is { Length: > 0 } && shown[^1] == '>' && words is [var first, ..] && char.IsLetterOrDigit(first))
            shown.Append(' ');
        return shown.Append(words);
    }

    // Browsers do not collapse no-break spaces.
    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f';
}
