using System.Globalization;
using System.Text;

namespace Postern.Core.Migration;

/// <summary>Titles and labels as they are compared: without case, accents, and more than one space.</summary>
internal static class Folded
{
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Trim('\uFEFF', ' ').Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            var isSpace = char.IsWhiteSpace(c);
            if (!isSpace)
                folded.Append(char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }
        return folded.ToString().TrimEnd();
    }
}
