using System.Globalization;
using System.Text;

namespace Postern.Core.Addresses;

/// <summary>Local parts of the gateway's own addresses: lower-case ASCII dot-atoms (RFC 5322 §3.2.3).</summary>
public static class LocalParts
{
    private const string Special = "!#$%&'*+-/=?^_`{|}~";
    private const int LongestLocalPart = 64;

    /// <summary>Why a local part is invalid, as a text for users; null if it is valid.</summary>
    public static string? Problem(string value)
    {
        var isValid =
            value.Length is > 0 and <= LongestLocalPart
            && value.Split('.').All(atom => atom.Length > 0 && atom.All(IsAtomCharacter));
        if (isValid)
            return null;
        return "must be the part of an address before the '@': letters, digits and hyphens, "
            + "with single dots between them";
    }

    /// <summary>
    /// Converts a user's input to a local part: the text before the '@', lower-case, without accents, with a hyphen for
    /// each run of other characters. Null if nothing remains.
    /// </summary>
    public static string? Sanitise(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var input = text.Trim().Split('@')[0].Normalize(NormalizationForm.FormD).ToLowerInvariant();
        var result = new StringBuilder();
        foreach (var c in input)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            if (c == '.' && (result.Length == 0 || result[^1] == '.'))
                continue;
            if (IsAtomCharacter(c) || c == '.')
                result.Append(c);
            else if (result.Length == 0 || result[^1] != '-')
                result.Append('-');
        }
        var local = result.ToString().TrimEnd('.');
        return local.Length == 0 || local.All(c => c == '-') ? null : local;
    }

    internal static bool IsAtomCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || Special.Contains(c, StringComparison.Ordinal);
}
