using System.Text;

namespace Postern.Core.Html;

/// <summary>Builds the text of one line as a browser displays it.</summary>
internal sealed class HtmlLineText
{
    private readonly StringBuilder line = new();

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

    /// <summary>Returns the line and begins the next one.</summary>
    public string Finish()
    {
        var finished = line.ToString().Replace('\u00A0', ' ').TrimEnd();
        line.Clear();
        return finished;
    }

    // Browsers do not collapse no-break spaces.
    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\f';
}
