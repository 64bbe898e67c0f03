namespace Postern.Core.Text;

/// <summary>Times (UTC, in milliseconds) as nine characters that sort in ascending order or newest first.</summary>
public static class SortableTime
{
    public const int Length = 9;

    // 45 bits of milliseconds last until the year 3084.
    private const long Last = (1L << 45) - 1;

    public static string Ascending(DateTimeOffset time) => Base32.Encode(time.ToUnixTimeMilliseconds(), Length);

    public static string NewestFirst(DateTimeOffset time) =>
        Base32.Encode(Last - time.ToUnixTimeMilliseconds(), Length);

    public static bool TryReadNewestFirst(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < Length || !Base32.TryDecode(text[..Length], out long inverted))
            return false;
        time = DateTimeOffset.FromUnixTimeMilliseconds(Last - inverted);
        return true;
    }
}
