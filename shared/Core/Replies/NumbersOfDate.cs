namespace Postern.Core.Replies;

/// <summary>Collects what the numbers of a line are: parts of a date, or a time of day.</summary>
internal ref struct NumbersOfDate
{
    private const int ShortestMonth = 3;

    private bool _year;
    private bool _number;

    public NumbersOfDate() { }

    public bool Time { get; private set; }

    public bool Day { get; private set; }

    public int First { get; private set; } = -1;

    public readonly bool Date => _year && _number;

    /// <summary>Takes the number that begins here, with what belongs to it; returns where the next text begins.</summary>
    public int Add(ReadOnlySpan<char> text, int start)
    {
        if (First < 0)
            First = start;
        var end = EndOfDigits(text, start);
        var whole = EndOfDate(text, start, end);
        if (whole > end)
        {
            (_year, _number) = (true, true);
            return whole;
        }
        if (EndOfTime(text, start, end) is var time && time > end)
        {
            Time = true;
            return time;
        }
        AddAlone(text, start, end);
        return end;
    }

    private void AddAlone(ReadOnlySpan<char> text, int start, int end)
    {
        if (IsYear(text[start..end]))
            _year = true;
        if (end - start > 2)
            return;
        _number = true;
        if (IsWordBeside(text[end..]) || IsWordBefore(text[..start]))
            Day = true;
    }

    // 28.11.2026, 28. 11. 26, 11/28/26, 2026-11-28
    private static int EndOfDate(ReadOnlySpan<char> text, int start, int end)
    {
        var second = NextPart(text, end, out var first);
        var secondEnd = EndOfDigits(text, second);
        var third = NextPart(text, secondEnd, out var other);
        var thirdEnd = EndOfDigits(text, third);
        var isDate =
            first == other && end - start <= 4 && secondEnd - second is 1 or 2 && thirdEnd - third is >= 1 and <= 4;
        return isDate && (end - start <= 2 || IsYear(text[start..end])) ? thirdEnd : end;
    }

    private static int NextPart(ReadOnlySpan<char> text, int at, out char separator)
    {
        separator = at < text.Length ? text[at] : '\0';
        if (separator is not ('.' or '/' or '-'))
            return text.Length;
        return at + 1 < text.Length && separator == '.' && text[at + 1] == ' ' ? at + 2 : at + 1;
    }

    // 10:00, 10.00, 10h00, 10時, 10시
    private static int EndOfTime(ReadOnlySpan<char> text, int start, int end)
    {
        if (end - start > 2 || end >= text.Length || Value(text[start..end]) > 24)
            return end;
        if (text[end] is '時' or '时' or '시' or '點' or '点')
            return end + 1;
        var minutes = EndOfDigits(text, end + 1);
        var isTime = text[end] is ':' or '.' or 'h' && minutes - end == 3 && Value(text[(end + 1)..minutes]) < 60;
        return isTime ? minutes : end;
    }

    private static bool IsYear(ReadOnlySpan<char> digits)
    {
        // Years of the Gregorian, the Thai and the Persian calendar.
        return digits.Length == 4 && Value(digits) is (> 1970 and < 2100) or (> 2513 and < 2643) or (> 1348 and < 1478);
    }

    private static bool IsWordBeside(ReadOnlySpan<char> text)
    {
        var word = text.TrimStart(" .,ºª");
        return word.Length < text.Length && LettersAtStart(word) >= ShortestMonth;
    }

    private static bool IsWordBefore(ReadOnlySpan<char> text)
    {
        var word = text.TrimEnd(" .,");
        var letters = 0;
        while (letters < word.Length && char.IsLetter(word[^(letters + 1)]))
            letters++;
        return word.Length < text.Length && letters >= ShortestMonth;
    }

    private static int LettersAtStart(ReadOnlySpan<char> text)
    {
        var letters = 0;
        while (letters < text.Length && char.IsLetter(text[letters]))
            letters++;
        return letters;
    }

    private static int EndOfDigits(ReadOnlySpan<char> text, int start)
    {
        while (start < text.Length && char.IsAsciiDigit(text[start]))
            start++;
        return start;
    }

    private static int Value(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = Math.Min((value * 10) + digit - '0', 10_000);
        return value;
    }
}
