using System.Buffers;

namespace Postern.Core.Delivery;

/// <summary>
/// A mail as it leaves, written once: measured, and kept in a pooled buffer unless it is large. A large one is written
/// again when it is sent, so that it is not twice in memory.
/// </summary>
public sealed class WireContent : IDisposable
{
    /// <summary>The largest mail that is kept, in octets.</summary>
    public const int Limit = 256 << 10;

    private readonly WireBuffer _buffer;

    internal WireContent(WireBuffer buffer, string? problem) => (_buffer, Problem) = (buffer, problem);

    /// <summary>Its size in octets, with CRLF line ends and without dot-stuffing.</summary>
    public long Size => _buffer.Length;

    /// <summary>Why it may not leave; null when it may.</summary>
    public string? Problem { get; }

    /// <summary>What follows the fields and the empty line; null if the mail is not kept.</summary>
    public ReadOnlyMemory<byte>? Body
    {
        get
        {
            if (_buffer.Kept is not { } kept)
                return null;
            var end = kept.Span.IndexOf("\r\n\r\n"u8);
            return end < 0 ? (ReadOnlyMemory<byte>?)null : kept[(end + 4)..];
        }
    }

    /// <summary>
    /// Gives the buffer back. Not to be called while a write of it may still run, as after one that was cancelled.
    /// </summary>
    public void Dispose() => _buffer.Dispose();
}

/// <summary>Measures what is written to it and keeps it up to a limit.</summary>
internal sealed class WireBuffer : WireStream
{
    private const int First = 8 << 10;
    private byte[]? _octets = ArrayPool<byte>.Shared.Rent(First);
    private int _count;

    /// <summary>What was written; null if it is more than the limit.</summary>
    public ReadOnlyMemory<byte>? Kept => _octets?.AsMemory(0, _count);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        base.Write(buffer);
        if (_octets is null)
            return;
        if (_count + buffer.Length > WireContent.Limit)
        {
            Release();
            return;
        }
        if (_count + buffer.Length > _octets.Length)
            Grow(_count + buffer.Length);
        buffer.CopyTo(_octets.AsSpan(_count));
        _count += buffer.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Release();
        base.Dispose(disposing);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _octets!.Length * 2));
        _octets.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_octets);
        _octets = larger;
    }

    private void Release()
    {
        if (_octets is { } octets)
            ArrayPool<byte>.Shared.Return(octets);
        _octets = null;
    }
}
