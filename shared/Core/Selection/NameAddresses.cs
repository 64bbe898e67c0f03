using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Utils;

namespace Postern.Core.Selection;

/// <summary>Removes addresses from a display name, also in spellings that no address field allows.</summary>
internal static partial class NameAddresses
{
    private static readonly char[] Punctuation = " \t\"'<>()[],;:-".ToCharArray();

    /// <summary>What remains of the name; empty when it was nothing else.</summary>
    /// <param name="name">The name on one line.</param>
    /// <param name="own">Addresses to be removed wherever they stand, even inside of a word.</param>
    public static string Remove(string name, IReadOnlyList<string> own)
    {
        var rest = WithoutOwn(name.Contains("=?", StringComparison.Ordinal) ? Decoded(name) : name, own);
        // Removing one address can join the halves of another, so it is repeated until none is found.
        while (Address().IsMatch(rest))
            rest = Address().Replace(rest, " ").Trim(Punctuation);
        return rest == name ? name.Trim() : rest.Trim(Punctuation);
    }

    private static string WithoutOwn(string name, IReadOnlyList<string> own)
    {
        var rest = name;
        while (own.FirstOrDefault(address => rest.Contains(address, StringComparison.OrdinalIgnoreCase)) is { } found)
            rest = rest.Replace(found, "", StringComparison.OrdinalIgnoreCase).Trim(Punctuation);
        return rest;
    }

    // A mail program that decodes twice would show what is encoded within a name.
    private static string Decoded(string name) => Rfc2047.DecodeText(Encoding.UTF8.GetBytes(name));

    // An at sign, one of its wide forms or an encoding of it, before a domain with a dot. "Me@Work" is a name.
    [GeneratedRegex(
        """[^\s<>()"]*\s*"""
            + """([@\uFF20\uFE6B]|%40|=40|&#0*64;|&#x0*40;|&commat;)"""
            + """\s*[^\s<>()"]*[.\u3002\uFF0E\uFF61][^\s<>()"]*""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Address();
}
