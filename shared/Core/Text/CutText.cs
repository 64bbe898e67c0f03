namespace Postern.Core.Text;

/// <summary>Limits the length of texts that are stored separately from the raw mail, which has them in full.</summary>
internal static class CutText
{
    /// <summary>The first <paramref name="longest"/> characters; a surrogate pair is not split.</summary>
    public static string At(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    /// <summary>
    /// The beginning that has at most <paramref name="most"/> bytes in UTF-8; no character is split. A lone surrogate
    /// counts as the U+FFFD that it is written as.
    /// </summary>
    public static string AtBytes(string text, int most)
    {
        var (end, bytes) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > most)
                return text[..end];
            end += rune.Utf16SequenceLength;
        }
        return text;
    }
}
