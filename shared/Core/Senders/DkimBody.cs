using System.Security.Cryptography;

namespace Postern.Core.Senders;

/// <summary>A body in canonical form (RFC 6376 §3.4).</summary>
/// <param name="Hash">Its SHA-256.</param>
/// <param name="Length">Its octets.</param>
internal sealed record DkimBody(byte[] Hash, long Length)
{
    /// <summary>Canonicalises a body, in one pass.</summary>
    public static DkimBody Of(ReadOnlySpan<byte> body, bool relaxed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (length, empty) = (0L, 0);
        while (!body.IsEmpty)
        {
            var feed = body.IndexOf((byte)'\n');
            var text = feed < 0 ? body : body[..feed];
            body = feed < 0 ? default : body[(feed + 1)..];
            if (feed >= 0 && text is [.., (byte)'\r'])
                text = text[..^1];
            if (relaxed)
                text = Relaxed(text);
            if (text.IsEmpty)
            {
                empty++;
                continue;
            }
            for (; empty > 0; empty--)
                length += Append(hash, "\r\n"u8);
            length += Append(hash, text) + Append(hash, "\r\n"u8);
        }
        // Of an empty body the simple form has one line end (§3.4.3).
        if (length == 0 && !relaxed)
            length += Append(hash, "\r\n"u8);
        return new DkimBody(hash.GetHashAndReset(), length);
    }

    private static int Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        return bytes.Length;
    }

    // White space runs become one space, none is left at the end (§3.4.4).
    private static ReadOnlySpan<byte> Relaxed(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd(" \t"u8);
        if (text.IndexOf("  "u8) < 0 && !text.Contains((byte)'\t'))
            return text;
        var (buffer, length) = (new byte[text.Length], 0);
        for (var i = 0; i < text.Length; i++)
        {
            var isSpace = text[i] is (byte)' ' or (byte)'\t';
            if (!isSpace)
                buffer[length++] = text[i];
            else if (i == 0 || text[i - 1] is not ((byte)' ' or (byte)'\t'))
                buffer[length++] = (byte)' ';
        }
        return buffer.AsSpan(0, length);
    }
}
