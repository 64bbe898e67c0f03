using System.Text;

namespace Postern.Core.Html;

/// <summary>Gathers the text of one line as a browser shows it.</summary>
internal sealed class HtmlLineText
{
    private readonly StringBuilder line = new();

    public void Append(string text) => line.Append(text);

    /// <summary>Adds text with every run of white space as one space, none at the beginning of the line.</summary>
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

    public string Take()
    {
        var taken = line.ToString().Replace('\u00A0', ' ').TrimEnd();
        line.Clear();
        return taken;
    }

    // A no-break space is no white space that a browser collapses.
    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f';
}
