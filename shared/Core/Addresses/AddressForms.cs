using System.Text.RegularExpressions;

namespace Postern.Core.Addresses;

/// <summary>The ways in which one address is written (RFC 5322 §3.4.1, RFC 5321 §4.1.2).</summary>
internal static partial class AddressForms
{
    /// <summary>
    /// A local part without quotes, unless it holds more than atoms and dots: <c>"ann"@x</c> is <c>ann@x</c>. Dots may
    /// repeat, lead and trail, since such mailboxes exist.
    /// </summary>
    public static string Unquote(string local)
    {
        if (local is not ['"', .. var quoted, '"'])
            return local;
        var content = quoted.Contains('\\', StringComparison.Ordinal) ? QuotedPair().Replace(quoted, "$1") : quoted;
        return content.Length > 0 && content.All(IsOfAtoms) ? content : local;
    }

    /// <summary>A local part as it is sent: in quotes where its dots would break a dot-atom.</summary>
    public static string Quote(string local)
    {
        var isDotAtom = local is not (['.', ..] or [.., '.']) && !local.Contains("..", StringComparison.Ordinal);
        return isDotAtom || !local.All(IsOfAtoms) ? local : $"\"{local}\"";
    }

    /// <summary>Outlook writes <c>'a@x'</c> for an address that was entered as its own name.</summary>
    public static string WithoutApostrophes(string address) =>
        address is ['\'', .. var inside, '\''] && inside.Contains('@', StringComparison.Ordinal) ? inside : address;

    private static bool IsOfAtoms(char c) => c is '.' or > '\x7f' || LocalParts.IsAtomCharacter(c);

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex QuotedPair();
}
