namespace Postern.Core.Mime;

/// <summary>Makes raw bytes readable for a strict parser where the damage is plain: marks before the first field, and line ends.</summary>
internal static class RawMail
{
    // Beyond these a field is no field but an attack: parsers take time that grows with the square of them.
    private const int LargestField = 256 * 1024;
    private const int MostFolds = 20_000;

    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    /// <summary>The mail without what stands before its first line, with line ends that hold a LF. Copies only what it must change.</summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> raw)
    {
        var start = raw.Span.StartsWith(Bom) ? Bom.Length : 0;
        var blank = raw.Span[start..].IndexOfAnyExcept(" \t\r\n\0"u8);
        return blank < 0 ? default : WithLineFeeds(raw[(start + blank)..]);
    }

    /// <summary>The mail from its second header-like line on, for a first line that is none; empty when there is no such line.</summary>
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

    /// <summary>True when a field of the header, or of the header of a part, is larger than any parser should be asked to read.</summary>
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
            (size, folds) = folded ? (size + line.Length, folds + 1) : (StartsWithField(line) ? line.Length : 0, 0);
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
