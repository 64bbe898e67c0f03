using System.Text;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Inputs as text.</summary>
internal static class FuzzText
{
    /// <summary>UTF-8 in which every invalid byte is half of a surrogate pair, which text from JSON can hold.</summary>
    public static string Of(byte[] input) => Encoding.UTF8.GetString(input).Replace('\uFFFD', '\uD83D');

    /// <summary>Whether all letters and digits of a part stand in the whole, in the same order.</summary>
    public static bool IsPartOf(string part, string whole)
    {
        var at = 0;
        foreach (var c in part.Where(char.IsLetterOrDigit))
        {
            at = whole.IndexOf(c, at) + 1;
            if (at == 0)
                return false;
        }
        return true;
    }
}
