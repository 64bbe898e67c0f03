namespace Postern.Core.Mime;

/// <summary>Where a header field stands in a raw mail.</summary>
/// <param name="Start">Offset of its name.</param>
/// <param name="Length">Octets without its last line end.</param>
/// <param name="Folds">Its lines after the first.</param>
/// <param name="Number">Its place in its header, from 1.</param>
internal readonly record struct RawField(int Start, int Length, int Folds, int Number);

/// <summary>
/// Goes once through the lines of a raw mail for the fields of its header and of the headers of its parts, which begin
/// after a line that may be a boundary (RFC 2046 §5.1.1).
/// </summary>
internal ref struct RawFields(ReadOnlySpan<byte> mail)
{
    private readonly ReadOnlySpan<byte> mail = mail;
    private int position;
    private int number;
    private bool inHeader = true;

    public RawField Current { get; private set; }

    public readonly RawFields GetEnumerator() => this;

    public bool MoveNext()
    {
        while (position < mail.Length)
        {
            var (start, line) = NextLine();
            if (line.StartsWith("--"u8))
                (inHeader, number) = (true, 0);
            else if (line.IsEmpty)
                inHeader = false;
            if (!inHeader || !StartsWithField(line))
                continue;
            Current = ReadField(start, start + line.Length);
            return true;
        }
        return false;
    }

    // RFC 5322 §2.2: a field name is printable ASCII without a colon.
    public static bool StartsWithField(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOfAny((byte)':', (byte)'\n');
        return colon > 0 && text[colon] == ':' && text[..colon].IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
    }

    private RawField ReadField(int start, int end)
    {
        var folds = 0;
        while (position < mail.Length && mail[position] is (byte)' ' or (byte)'\t')
        {
            var (begin, line) = NextLine();
            end = begin + line.Length;
            folds++;
        }
        return new RawField(start, end - start, folds, ++number);
    }

    /// <summary>The next line without its line end.</summary>
    private LineAt NextLine()
    {
        var start = position;
        var rest = mail[start..];
        var feed = rest.IndexOf((byte)'\n');
        position = feed < 0 ? mail.Length : start + feed + 1;
        var line = feed < 0 ? rest : rest[..feed];
        return new LineAt(start, line is [.., (byte)'\r'] ? line[..^1] : line);
    }

    private readonly ref struct LineAt(int start, ReadOnlySpan<byte> line)
    {
        private readonly ReadOnlySpan<byte> line = line;

        public void Deconstruct(out int begin, out ReadOnlySpan<byte> text)
        {
            begin = start;
            text = line;
        }
    }
}
