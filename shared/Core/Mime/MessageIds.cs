namespace Postern.Core.Mime;

/// <summary>
/// Parses the ids in Message-ID, In-Reply-To and References fields (RFC 5322 §3.6.4), also malformed ones.
/// </summary>
internal static class MessageIds
{
    // RFC 5322 §2.1.1: the longest line; no id is longer.
    private const int Longest = 998;

    // Below the longest line by more than the name of any field that has an id.
    private const int LongestSent = 900;

    /// <summary>
    /// Whether an id can be written into a field: it cannot be folded, so it must be shorter than a line, and only
    /// ASCII can be written for every server (RFC 5322 §2.1.1, §3.6.4).
    /// </summary>
    public static bool CanBeSent(string id) =>
        id.Length is > 0 and <= LongestSent && id.All(c => c is > ' ' and <= '~' and not ('<' or '>'));

    /// <summary>
    /// Every id in order, each once, without brackets and without white space from folding. In a text without any
    /// brackets, words with an @ count as ids.
    /// </summary>
    public static IReadOnlyList<string> Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        return text.Contains('<', StringComparison.Ordinal) ? Bracketed(text) : Bare(text);
    }

    private static List<string> Bracketed(string text)
    {
        var ids = new List<string>();
        foreach (var piece in text.Split('<')[1..])
        {
            var end = piece.IndexOf('>', StringComparison.Ordinal);
            Add(ids, end < 0 ? piece : piece[..end]);
        }
        return ids.Distinct(StringComparer.Ordinal).ToList();
    }

    private static List<string> Bare(string text)
    {
        var words = text.Split(
            [' ', '\t', '\r', '\n', ','],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        var ids = new List<string>();
        foreach (var word in words)
        {
            if (words.Length == 1 || word.Contains('@', StringComparison.Ordinal))
                Add(ids, word.TrimEnd('>'));
        }
        return ids.Distinct(StringComparer.Ordinal).ToList();
    }

    private static void Add(List<string> ids, string id)
    {
        var compact = string.Concat(id.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)));
        if (compact.Length is > 0 and <= Longest)
            ids.Add(compact);
    }
}
