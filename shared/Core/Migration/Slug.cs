using System.Text;

namespace Postern.Core.Migration;

/// <summary>Makes identifiers of names.</summary>
internal static class Slug
{
    private const int Longest = 40;

    /// <summary>Lower-case letters, digits and hyphens; something in any case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="otherwise">The identifier of a name that has no letter or digit.</param>
    /// <param name="isTaken">Whether an identifier is taken, or reserved; another one is made then.</param>
    public static string Of(string name, string otherwise, Func<string, bool> isTaken)
    {
        var slug = Plain(name, '-') is { Length: > 0 } plain ? plain : otherwise;
        var unique = slug;
        for (var number = 2; isTaken(unique); number++)
            unique = $"{slug}-{number}";
        return unique;
    }

    /// <summary>The letters and digits of a name, with one mark between its words.</summary>
    public static string Plain(string name, char mark)
    {
        var plain = new StringBuilder();
        foreach (var c in Folded.Of(name))
        {
            if (plain.Length == Longest)
                break;
            if (char.IsAsciiLetterOrDigit(c))
                plain.Append(c);
            else if (plain.Length > 0 && plain[^1] != mark)
                plain.Append(mark);
        }
        return plain.ToString().TrimEnd(mark);
    }
}
