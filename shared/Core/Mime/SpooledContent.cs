using System.Buffers;

namespace Postern.Core.Mime;

/// <summary>Content that was read from somewhere: in memory when it is small, in a file of its own when it is large. Both are gone with this.</summary>
public sealed class SpooledContent : IDisposable
{
    /// <summary>Up to here content is kept in memory, in bytes.</summary>
    public const int MemoryLimit = 1 << 20;

    private readonly IDisposable? _file;
    private readonly IDisposable? _share;

    private string? _hash;

    private SpooledContent(ReadOnlyMemory<byte> memory) => Memory = memory;

    /// <param name="file">The file that holds it.</param>
    /// <param name="hash">Its SHA-256.</param>
    /// <param name="share">Gives back the room that it takes up.</param>
    public SpooledContent(IMemoryOwner<byte> file, string hash, IDisposable share)
        : this(file.Memory)
    {
        _hash = hash;
        _file = file;
        _share = share;
    }

    /// <summary>Its bytes. Not to be used once this is disposed of.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>Its SHA-256, as <see cref="Postern.Core.Text.Hash.OfContent"/> gives it.</summary>
    public string Hash => _hash ??= Postern.Core.Text.Hash.OfContent(Memory.Span);

    /// <summary>Content that is in memory anyway.</summary>
    public static SpooledContent Of(ReadOnlyMemory<byte> memory) => new(memory);

    /// <summary>Reads it from its beginning; the stream can be sought in.</summary>
    public Stream OpenRead() => BinaryData.FromBytes(Memory).ToStream();

    public void Dispose()
    {
        _file?.Dispose();
        _share?.Dispose();
    }
}
