using System.Globalization;
using System.Text;

namespace Postern.Core.Migration;

/// <summary>Reads a string of Python, between single or double quotes, with its escapes.</summary>
internal static class PythonText
{
    /// <param name="text">The literal.</param>
    /// <param name="at">Where the quote is; afterwards what follows the string.</param>
    /// <exception cref="FormatException">It does not end, or has an escape that is not known.</exception>
    public static string Read(ReadOnlySpan<char> text, ref int at)
    {
        var quote = text[at++];
        var value = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\\')
                value.Append(ReadEscape(text, ref at));
            else
                value.Append(text[at++]);
        }
        if (at == text.Length)
            throw PythonLiteral.Wrong("a text is not closed");
        at++;
        return value.ToString();
    }

    private static string ReadEscape(ReadOnlySpan<char> text, ref int at)
    {
        if (++at == text.Length)
            throw PythonLiteral.Wrong("a text is not closed");
        var escape = text[at++];
        return escape switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            'x' => ReadCode(text, ref at, 2),
            'u' => ReadCode(text, ref at, 4),
            'U' => ReadCode(text, ref at, 8),
            '\\' or '\'' or '"' => escape.ToString(),
            '\n' => "",
            // Python keeps the backslash of an escape that is none.
            _ => $"\\{escape}",
        };
    }

    private static string ReadCode(ReadOnlySpan<char> text, ref int at, int digits)
    {
        var isCode =
            at + digits <= text.Length
            && int.TryParse(
                text.Slice(at, digits),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out _
            );
        if (!isCode)
            throw PythonLiteral.Wrong("an escape is cut off");
        var code = int.Parse(text.Slice(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        at += digits;
        return Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD";
    }
}
