using System.IO.Compression;
using System.Security.Cryptography;

namespace Postern.Backup;

/// <summary>Writes a file of a backup under a temporary name, until all of it is on the disk.</summary>
internal sealed class PartWriter : IAsyncDisposable
{
    private static readonly byte[] LineEnd = [(byte)'\n'];
    private readonly string _path;
    private readonly FileStream _file;
    private readonly GZipStream _text;
    private Fingerprint _fingerprint;
    private long _rows;
    private long _bytes;

    public PartWriter(string path)
    {
        _path = path;
        _file = JsonFile.CreateTemporary(path);
        _text = new GZipStream(_file, CompressionLevel.Fastest, leaveOpen: true);
    }

    public bool IsFull(PartLimits limits) => _rows >= limits.Rows || _bytes >= limits.Bytes;

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="compared">Whether another account with the same data has it too.</param>
    public void Add(ReadOnlyMemory<byte> line, bool compared = true)
    {
        _text.Write(line.Span);
        _text.Write(LineEnd);
        _fingerprint += compared ? Fingerprint.Of(line.Span) : default;
        _rows++;
        _bytes += line.Length;
    }

    /// <summary>Gives the file its name.</summary>
    /// <param name="of">Name of the table, or of the list.</param>
    /// <param name="last">Where it ends.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<Part> CompleteAsync(string of, RowPlace? last, CancellationToken cancellationToken)
    {
        await _text.DisposeAsync();
        _file.Flush(flushToDisk: true);
        _file.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(_file, cancellationToken));
        var bytes = _file.Length;
        await _file.DisposeAsync();
        File.Move(_path + JsonFile.Temporary, _path, overwrite: true);
        return new Part(of, Path.GetFileName(_path), _rows, bytes, hash, _fingerprint.Text, last);
    }

    public async ValueTask DisposeAsync()
    {
        await _text.DisposeAsync();
        await _file.DisposeAsync();
    }
}
