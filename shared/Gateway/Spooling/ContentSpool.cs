using Postern.Core.Mime;

namespace Postern.Gateway.Spooling;

/// <summary>
/// Holds mails and files while they are processed. A large one is written to a temporary file as it is received, and
/// admitted by its size, so that the memory of an instance does not grow with the mail.
/// </summary>
public sealed class ContentSpool
{
    // Bytes: eight of the largest mails. The smallest instance has 800 MB for files.
    private const long Capacity = 200L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(1);
    private readonly ByteBudget _budget;

    public ContentSpool(TimeProvider time)
        : this(time, Capacity) { }

    /// <param name="time">Measures how long a caller waits.</param>
    /// <param name="capacity">Bytes that may be in files at once.</param>
    public ContentSpool(TimeProvider time, long capacity) => _budget = new ByteBudget(capacity, time);

    /// <summary>
    /// Admits content that is read into memory as a whole. It counts twice: as it is received, and in one piece.
    /// </summary>
    /// <returns>The reservation to dispose of; null for small content, which needs none.</returns>
    /// <exception cref="SpoolFullException">There is no room for it within a minute.</exception>
    public async Task<IDisposable?> AdmitAsync(long length, CancellationToken cancellationToken)
    {
        if (length <= SpooledContent.MemoryLimit)
            return null;
        var share = await _budget.TryEnterAsync(2 * length, LongPatience, cancellationToken);
        return share ?? throw new SpoolFullException();
    }

    /// <summary>Reads a stream to its end. Null when it has more bytes than <paramref name="limit"/>.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="length">Its length in bytes, if known.</param>
    /// <param name="limit">Most bytes that are read.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    /// <exception cref="SpoolFullException">There is no room for it now.</exception>
    public async Task<SpooledContent?> ReadAsync(
        Stream source,
        long? length,
        long limit,
        CancellationToken cancellationToken
    )
    {
        if (length > limit)
            return null;
        var expected = Math.Min(length ?? SpooledContent.MemoryLimit, SpooledContent.MemoryLimit);
        // One byte more shows whether the stream goes on.
        var head = new byte[(int)Math.Min(expected, limit) + 1];
        var read = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (read > limit)
            return null;
        if (read < head.Length)
            return SpooledContent.Of(head.AsMemory(0, read));
        var share =
            await _budget.TryEnterAsync(length ?? limit, Patience, cancellationToken) ?? throw new SpoolFullException();
        SpooledContent? content = null;
        try
        {
            content = await ToFileAsync(head, source, limit, share, cancellationToken);
            return content;
        }
        finally
        {
            if (content is null)
                share.Dispose();
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
        var file = SpoolFile.Create();
        SpooledContent? content = null;
        try
        {
            if (await SpoolFile.CopyAsync(head, source, file, limit, cancellationToken) is { } hash)
                content = new SpooledContent(new MappedFile(file), hash, share);
            return content;
        }
        finally
        {
            if (content is null)
                await file.DisposeAsync();
        }
    }
}

/// <summary>
/// There is no room for another large mail: too many are processed at once, or the disk is full. Retried later.
/// </summary>
public sealed class SpoolFullException(Exception? cause = null)
    : Exception("Too many large mails are being worked on; try again in a minute.", cause);
