namespace Postern.Core.Mime;

/// <summary>Repairs raw mail for a strict parser: bytes before the first field, and line ends.</summary>
internal static class RawMail
{
    // Larger fields are attacks: parsers take quadratic time for them.
    private const int LargestField = 256 * 1024;
    private const int MostFolds = 20_000;

    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// The mail without a byte order mark and white space before its first line, and with a LF in its line ends. Copies
    /// only if it must.
    /// </summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> raw)
    {
        var start = raw.Span.StartsWith(Bom) ? Bom.Length : 0;
        var blank = raw.Span[start..].IndexOfAnyExcept(" \t\r\n\0"u8);
        return blank < 0 ? default : WithLineFeeds(raw[(start + blank)..]);
    }

    /// <summary>
    /// The mail from its next header field on, for a mail whose first line is not one; empty when there is none.
    /// </summary>
    public static ReadOnlyMemory<byte> FromNextField(ReadOnlyMemory<byte> mail)
    {
        while (mail.Span.IndexOf((byte)'\n') is var end and >= 0)
        {
            mail = mail[(end + 1)..];
            if (StartsWithField(mail.Span))
                return mail;
        }
        return default;
    }

    /// <summary>
    /// Whether a field of the mail's header, or of the header of a part, is too large to be parsed in reasonable time.
    /// </summary>
    public static bool HasOversizedField(ReadOnlySpan<byte> mail)
    {
        var (inHeader, size, folds) = (true, 0, 0);
        while (!mail.IsEmpty)
        {
            var feed = mail.IndexOf((byte)'\n');
            var line = feed < 0 ? mail : mail[..feed];
            mail = feed < 0 ? default : mail[(feed + 1)..];
            if (line.StartsWith("--"u8))
                inHeader = true;
            else if (line.Length == 0 || line is [(byte)'\r'])
                inHeader = false;
            if (!inHeader)
                continue;
            var folded = line is [(byte)' ' or (byte)'\t', ..];
            var begun = StartsWithField(line) ? line.Length : 0;
            (size, folds) = folded ? (size + line.Length, folds + 1) : (begun, 0);
            if (size > LargestField || folds > MostFolds)
                return true;
        }
        return false;
    }

    // RFC 5322 §2.2: a field name is printable ASCII without a colon.
    private static bool StartsWithField(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOfAny((byte)':', (byte)'\n');
        return colon > 0 && text[colon] == ':' && text[..colon].IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
    }

    private static ReadOnlyMemory<byte> WithLineFeeds(ReadOnlyMemory<byte> mail)
    {
        var feed = mail.Span.IndexOf((byte)'\n');
        if (feed < 0)
            return mail.Span.Contains((byte)'\r') ? Replaced(mail) : mail;
        return feed > 1 && mail.Span[feed - 1] == '\r' && mail.Span[feed - 2] == '\r'
            ? WithoutDoubleReturns(mail.Span)
            : mail;
    }

    private static byte[] Replaced(ReadOnlyMemory<byte> mail)
    {
        var copy = mail.ToArray();
        copy.AsSpan().Replace((byte)'\r', (byte)'\n');
        return copy;
    }

    private static ReadOnlyMemory<byte> WithoutDoubleReturns(ReadOnlySpan<byte> mail)
    {
        var (copy, length) = (new byte[mail.Length], 0);
        for (var i = 0; i < mail.Length; i++)
        {
            if (mail[i] == '\r' && i + 1 < mail.Length && mail[i + 1] == '\r')
                continue;
            copy[length++] = mail[i];
        }
        return copy.AsMemory(0, length);
    }
}
