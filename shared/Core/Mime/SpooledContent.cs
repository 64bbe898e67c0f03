using System.Buffers;

namespace Postern.Core.Mime;

/// <summary>
/// Content of any size: in memory when it is small, in a memory-mapped temporary file when it is large. Disposing
/// releases either.
/// </summary>
public sealed class SpooledContent : IDisposable
{
    /// <summary>Largest content that is kept in memory, in bytes.</summary>
    public const int MemoryLimit = 1 << 20;

    private readonly IDisposable? _file;
    private readonly IDisposable? _share;
    private string? _hash;

    private SpooledContent(ReadOnlyMemory<byte> memory) => Memory = memory;

    /// <param name="file">The mapped file; disposed with this.</param>
    /// <param name="hash">SHA-256 as <see cref="Text.Hash.OfContent"/> returns it.</param>
    /// <param name="share">The reserved disk space; released with this.</param>
    public SpooledContent(IMemoryOwner<byte> file, string hash, IDisposable share)
        : this(file.Memory)
    {
        _hash = hash;
        _file = file;
        _share = share;
    }

    /// <summary>The bytes. They must not be used after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>SHA-256 as <see cref="Text.Hash.OfContent"/> returns it.</summary>
    public string Hash => _hash ??= Text.Hash.OfContent(Memory.Span);

    /// <summary>Wraps content that is in memory already.</summary>
    public static SpooledContent Of(ReadOnlyMemory<byte> memory) => new(memory);

    /// <summary>Opens a seekable stream at the beginning of the content.</summary>
    public Stream OpenRead() => BinaryData.FromBytes(Memory).ToStream();

    public void Dispose()
    {
        _file?.Dispose();
        _share?.Dispose();
    }
}
