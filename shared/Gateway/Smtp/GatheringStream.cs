using System.Buffers;

namespace Postern.Gateway.Smtp;

/// <summary>
/// Gathers small writes until they are flushed, so that a mail leaves in one piece instead of in blocks of 4 KB: each
/// piece costs a call of the system here and often a wake-up at the server.
/// </summary>
internal sealed class GatheringStream(Stream inner) : Stream
{
    private const int Capacity = 32 << 10;

    // Rented while something waits, so that a connection that is idle holds nothing.
    private byte[]? _waiting;
    private int _count;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanTimeout => inner.CanTimeout;

    public override int ReadTimeout
    {
        get => inner.ReadTimeout;
        set => inner.ReadTimeout = value;
    }

    public override int WriteTimeout
    {
        get => inner.WriteTimeout;
        set => inner.WriteTimeout = value;
    }

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Who waits for an answer has asked: the handshake of TLS does not flush.
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_count > 0)
            await FlushAsync(cancellationToken);
        return await inner.ReadAsync(buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        Flush();
        return inner.Read(buffer, offset, count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        while (!TryKeep(ref buffer))
            await FlushAsync(cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ReadOnlyMemory<byte> left = buffer.AsMemory(offset, count);
        while (!TryKeep(ref left))
            Flush();
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        // What a write that failed may still read is left to the garbage collector.
        var (waiting, count) = Take();
        if (waiting is null)
            return;
        await inner.WriteAsync(waiting.AsMemory(0, count), cancellationToken);
        ArrayPool<byte>.Shared.Return(waiting);
    }

    public override void Flush()
    {
        var (waiting, count) = Take();
        if (waiting is null)
            return;
        inner.Write(waiting, 0, count);
        ArrayPool<byte>.Shared.Return(waiting);
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    // Takes as much as there is room for; false while some is left.
    private bool TryKeep(ref ReadOnlyMemory<byte> buffer)
    {
        _waiting ??= ArrayPool<byte>.Shared.Rent(Capacity);
        var part = Math.Min(buffer.Length, Capacity - _count);
        buffer.Span[..part].CopyTo(_waiting.AsSpan(_count));
        _count += part;
        buffer = buffer[part..];
        return buffer.IsEmpty;
    }

    private (byte[]? Waiting, int Count) Take()
    {
        var taken = (_waiting, _count);
        (_waiting, _count) = (null, 0);
        return taken;
    }
}
