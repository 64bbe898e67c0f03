namespace Postern.Core.Delivery;

/// <summary>Measures what is written to it, and notices what SMTP does not allow (RFC 5321 §2.3.8, §4.5.3).</summary>
internal class WireStream : Stream
{
    private long _length;
    private int _line;
    private int _matched;
    private bool _afterReturn;

    /// <summary>Octets of the longest line without its CRLF.</summary>
    public int LongestLine { get; private set; }

    /// <summary>Whether there is a CR without LF.</summary>
    public bool HasBareReturn { get; private set; }

    /// <summary>Whether there is a LF without CR.</summary>
    public bool HasBareFeed { get; private set; }

    public bool HasNul { get; private set; }

    /// <summary>Octets above 127.</summary>
    public long EightBit { get; private set; }

    /// <summary>Whether a line begins with "From ", which programs that keep mail in mbox files change.</summary>
    public bool HasMailboxLine { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    private static ReadOnlySpan<byte> MailboxLine => "From "u8;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _length += buffer.Length;
        HasNul |= buffer.Contains((byte)0);
        if (buffer.ContainsAnyInRange((byte)128, byte.MaxValue))
            EightBit += CountEightBit(buffer);
        while (!buffer.IsEmpty)
        {
            var end = buffer.IndexOfAny((byte)'\r', (byte)'\n');
            Text(end < 0 ? buffer : buffer[..end]);
            if (end < 0)
                return;
            LineEnd(buffer[end]);
            buffer = buffer[(end + 1)..];
        }
    }

    /// <summary>To be called after the last octet.</summary>
    public override void Flush() => HasBareReturn |= _afterReturn;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Text(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return;
        HasBareReturn |= _afterReturn;
        _afterReturn = false;
        if (_line < MailboxLine.Length)
            BeginLine(text);
        _line += text.Length;
        LongestLine = Math.Max(LongestLine, _line);
    }

    private void LineEnd(byte octet)
    {
        var isReturn = octet == '\r';
        HasBareReturn |= isReturn && _afterReturn;
        HasBareFeed |= !isReturn && !_afterReturn;
        _afterReturn = isReturn;
        if (!isReturn)
            (_line, _matched) = (0, 0);
    }

    // A line may come in several pieces.
    private void BeginLine(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length && _matched == _line + i && text[i] == MailboxLine[_matched]; i++)
        {
            if (++_matched < MailboxLine.Length)
                continue;
            HasMailboxLine = true;
            return;
        }
    }

    private static int CountEightBit(ReadOnlySpan<byte> buffer)
    {
        var count = 0;
        foreach (var octet in buffer)
            count += octet >> 7;
        return count;
    }
}
