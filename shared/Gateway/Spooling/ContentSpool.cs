using System.Security.Cryptography;
using Postern.Core.Mime;
using Postern.Core.Text;

namespace Postern.Gateway.Spooling;

/// <summary>
/// Where mails and files lie while they are worked on. A large one goes to a file as it comes in, and is admitted by its size, so
/// that the memory of an instance does not grow with the mail.
/// </summary>
public sealed class ContentSpool
{
    // Eight of the largest mails. The smallest instance has 800 MB for files.
    private const long Capacity = 200L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(1);
    private readonly ByteBudget _budget;

    public ContentSpool(TimeProvider time)
        : this(time, Capacity) { }

    /// <param name="time">How long anybody waits is measured with it.</param>
    /// <param name="capacity">Bytes that may lie in files at once.</param>
    public ContentSpool(TimeProvider time, long capacity) => _budget = new ByteBudget(capacity, time);

    /// <summary>Admits content by its size that is read as a whole into memory, and twice at that: as it comes in, and in one piece.</summary>
    /// <returns>What gives the room back; null for what is small.</returns>
    /// <exception cref="SpoolFullException">So much is worked on that there is no room for it within a minute.</exception>
    public async Task<IDisposable?> AdmitAsync(long length, CancellationToken cancellationToken) =>
        length <= SpooledContent.MemoryLimit
            ? null
            : await _budget.TryEnterAsync(2 * length, LongPatience, cancellationToken)
                ?? throw new SpoolFullException();

    /// <summary>Reads a stream to its end. Null when it has more bytes than <paramref name="limit"/>.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="length">Its length in bytes, where that is known.</param>
    /// <param name="limit">Most bytes that are read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SpoolFullException">So much is worked on that there is no room for it now.</exception>
    public async Task<SpooledContent?> ReadAsync(
        Stream source,
        long? length,
        long limit,
        CancellationToken cancellationToken
    )
    {
        if (length > limit)
            return null;
        var head = new byte[
            (int)Math.Min(length ?? SpooledContent.MemoryLimit, Math.Min(limit, SpooledContent.MemoryLimit)) + 1
        ];
        var read = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (read > limit)
            return null;
        if (read < head.Length)
            return SpooledContent.Of(head.AsMemory(0, read));
        var share =
            await _budget.TryEnterAsync(length ?? limit, Patience, cancellationToken) ?? throw new SpoolFullException();
        try
        {
            return await ToFileAsync(head, source, limit, share, cancellationToken);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    private static async Task<SpooledContent?> ToFileAsync(
        byte[] head,
        Stream source,
        long limit,
        IDisposable share,
        CancellationToken cancellationToken
    )
    {
        var file = CreateFile();
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[81_920];
            for (
                ReadOnlyMemory<byte> next = head;
                !next.IsEmpty;
                next = buffer.AsMemory(0, await source.ReadAsync(buffer, cancellationToken))
            )
            {
                if (file.Length + next.Length > limit)
                {
                    await file.DisposeAsync();
                    share.Dispose();
                    return null;
                }
                hash.AppendData(next.Span);
                await WriteAsync(file, next, cancellationToken);
            }
            await WriteAsync(file, default, cancellationToken);
            return new SpooledContent(new MappedFile(file), Base32.Encode(hash.GetHashAndReset()), share);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    // What goes wrong here is the disk's, never the source's. Without content the file is flushed.
    private static async Task WriteAsync(
        FileStream file,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await (
                content.IsEmpty
                    ? file.FlushAsync(cancellationToken)
                    : file.WriteAsync(content, cancellationToken).AsTask()
            );
        }
        catch (IOException e)
        {
            throw new SpoolFullException(e);
        }
    }

    private static FileStream CreateFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"postern-{Guid.NewGuid():n}");
        var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            }
        );
        // Without a name it is gone with the process, however that ends. Windows keeps the name.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}

/// <summary>So many large mails are worked on at once, or the disk is so full, that there is no room for another: it is tried again later.</summary>
public sealed class SpoolFullException(Exception? cause = null)
    : Exception("Too many large mails are being worked on; try again in a minute.", cause);
