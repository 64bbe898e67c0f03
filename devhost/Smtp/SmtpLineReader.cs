using System.Buffers;
using System.IO.Pipelines;

namespace Postern.DevHost.Smtp;

/// <summary>
/// Reads what a client sends: lines, and the content of a mail. Only CRLF ends a line (RFC 5321 section 2.3.8).
/// </summary>
internal sealed class SmtpLineReader(Stream stream)
{
    // Longer than any command line with its extensions; lines of content may be longer.
    private const int LongestCommand = 8192;

    private readonly PipeReader _pipe = PipeReader.Create(stream);

    /// <returns>The line without its end; <c>null</c> if the connection was closed, or the line is too long.</returns>
    public async Task<byte[]?> ReadCommandAsync(CancellationToken ct) => await ReadLineAsync(LongestCommand, ct);

    /// <summary>Reads up to the lone dot and removes the dot stuffing (RFC 5321 section 4.5.2).</summary>
    /// <returns>
    /// The content; <c>null</c> if the connection was closed before its end, or a single line exceeds
    /// <paramref name="most"/> octets. Of a longer content the rest is read and dropped, and the result has more than
    /// <paramref name="most"/> octets.
    /// </returns>
    public async Task<byte[]?> ReadContentAsync(int most, CancellationToken ct)
    {
        var content = new ArrayBufferWriter<byte>();
        while (await ReadLineAsync(most, ct) is { } line)
        {
            if (line is [(byte)'.'])
            {
                return content.WrittenSpan.ToArray();
            }

            Append(content, line, most);
        }

        return null;
    }

    private static void Append(ArrayBufferWriter<byte> content, byte[] line, int most)
    {
        if (content.WrittenCount > most)
        {
            return;
        }

        content.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
        content.Write("\r\n"u8);
    }

    private async Task<byte[]?> ReadLineAsync(int longest, CancellationToken ct)
    {
        while (true)
        {
            var read = await _pipe.ReadAsync(ct);
            if (TryTakeLine(read.Buffer, out var line, out var rest))
            {
                _pipe.AdvanceTo(rest);
                return line;
            }

            _pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || read.Buffer.Length > longest)
            {
                return null;
            }
        }
    }

    private static bool TryTakeLine(ReadOnlySequence<byte> buffer, out byte[] line, out SequencePosition rest)
    {
        var reader = new SequenceReader<byte>(buffer);
        var found = reader.TryReadTo(out ReadOnlySequence<byte> text, "\r\n"u8);
        line = found ? text.ToArray() : [];
        rest = reader.Position;
        return found;
    }
}
