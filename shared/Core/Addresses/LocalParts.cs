using System.Globalization;
using System.Text;

namespace Postern.Core.Addresses;

/// <summary>Local parts of the gateway's own addresses: an RFC 5322 dot-atom in ASCII, lower-case.</summary>
public static class LocalParts
{
    private const string Special = "!#$%&'*+-/=?^_`{|}~";

    /// <summary>What is wrong with a local part, or null.</summary>
    public static string? Problem(string value) =>
        value.Length is > 0 and <= 64 && value.Split('.').All(atom => atom.Length > 0 && atom.All(IsAtom))
            ? null
            : "must be the part of an address before the '@': letters, digits and hyphens, with single dots between them";

    /// <summary>
    /// A local part out of what a person typed: what stands before the '@', accents off, lower-case, every run of other
    /// characters a hyphen. Null when nothing is left.
    /// </summary>
    public static string? Sanitise(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var before = text.Trim().Split('@')[0].Normalize(NormalizationForm.FormD).ToLowerInvariant();
        var result = new StringBuilder();
        foreach (var c in before)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
                continue;
            if (c == '.' && (result.Length == 0 || result[^1] == '.'))
                continue;
            if (IsAtom(c) || c == '.')
                result.Append(c);
            else if (result.Length == 0 || result[^1] != '-')
                result.Append('-');
        }
        var local = result.ToString().TrimEnd('.');
        return local.Length == 0 || local.All(c => c == '-') ? null : local;
    }

    private static bool IsAtom(char c) => char.IsAsciiLetterOrDigit(c) || Special.Contains(c, StringComparison.Ordinal);
}
