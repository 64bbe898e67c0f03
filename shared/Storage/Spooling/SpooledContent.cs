namespace Postern.Storage.Spooling;

/// <summary>Content that was read from somewhere: in memory when it is small, in a file of its own when it is large. Both are gone with this.</summary>
public sealed class SpooledContent : IDisposable
{
    private readonly IDisposable? _file;
    private readonly IDisposable? _share;

    private string? _hash;

    private SpooledContent(ReadOnlyMemory<byte> memory) => Memory = memory;

    internal SpooledContent(MappedFile file, string hash, IDisposable share)
        : this(file.Memory)
    {
        _hash = hash;
        _file = file;
        _share = share;
    }

    /// <summary>Its bytes. Not to be used once this is disposed of.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <summary>Its SHA-256, as <see cref="Storage.Hash.OfContent"/> gives it.</summary>
    public string Hash => _hash ??= Storage.Hash.OfContent(Memory.Span);

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
