namespace Postern.Core.Replies;

/// <summary>What a line has that programs write into the introduction of a quote, whatever the language.</summary>
/// <param name="Address">An address.</param>
/// <param name="Bracketed">An address between brackets, as no person writes it.</param>
/// <param name="Time">A time of day.</param>
/// <param name="Date">A date with its year.</param>
/// <param name="Day">A day beside the name of a month.</param>
/// <param name="FirstDigit">Where the first digit stands, or -1.</param>
internal readonly record struct IntroductionEvidence(
    bool Address,
    bool Bracketed,
    bool Time,
    bool Date,
    bool Day,
    int FirstDigit
)
{
    public bool HasDay => Date || Day;

    /// <summary>Number of address, day and time that are there.</summary>
    public int Count => (Address ? 1 : 0) + (HasDay ? 1 : 0) + (Time ? 1 : 0);

    /// <summary>Reads folded text in one pass.</summary>
    public static IntroductionEvidence Of(ReadOnlySpan<char> text)
    {
        var numbers = new NumbersOfDate();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
                i = numbers.Add(text, i) - 1;
        }
        var at = AddressAt(text);
        return new(at >= 0, at >= 0 && IsBracketed(text, at), numbers.Time, numbers.Date, numbers.Day, numbers.First);
    }

    private static int AddressAt(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        return at > 0 && at + 1 < text.Length && IsOfAddress(text[at - 1]) && IsOfAddress(text[at + 1]) ? at : -1;
    }

    private static bool IsOfAddress(char c) => char.IsLetterOrDigit(c) || c is '"' or '[' or '_' or '-' or '+' or '=';

    private static bool IsBracketed(ReadOnlySpan<char> text, int at)
    {
        var start = text[..at].LastIndexOfAny('<', '(', '[');
        return start >= 0 && text[at..].IndexOfAny('>', ')', ']') >= 0 && !text[start..at].Contains(' ');
    }
}
