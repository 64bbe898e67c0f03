using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Postern.Gateway.Spooling;

/// <summary>
/// The bytes of a file as memory that the operating system loads on access and evicts when it needs the room.
/// </summary>
internal sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;
    private byte* _start;

    /// <param name="file">The file, not empty. It is closed when this is disposed of.</param>
    public MappedFile(FileStream file)
    {
        _length = checked((int)file.Length);
        _file = MemoryMappedFile.CreateFromFile(
            file,
            null,
            0,
            MemoryMappedFileAccess.Read,
            HandleInheritability.None,
            leaveOpen: false
        );
        _view = _file.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public override Span<byte> GetSpan() =>
        _start is null ? throw new ObjectDisposedException(nameof(MappedFile)) : new Span<byte>(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) =>
        _start is null
            ? throw new ObjectDisposedException(nameof(MappedFile))
            : new MemoryHandle(_start + elementIndex);

    public override void Unpin()
    {
        // Mapped memory does not move.
    }

    protected override void Dispose(bool disposing)
    {
        if (_start is null)
            return;
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
