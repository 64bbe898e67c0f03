using System.Globalization;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Text;
using Postern.Gateway.Spooling;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Raw mail as it was received. The time of receipt is that of the first upload. A name that no blob may have is that
/// of no mail (<see cref="Core.Keys.BlobName"/>).
/// </summary>
public sealed class RawMailStore(GatewayStorage storage, ContentSpool spool, TimeProvider time)
{
    // Holds the header section of nearly every mail.
    private const int Beginning = 64 << 10;

    private const string Received = "received";
    private const string Origin = "origin";
    private const string ContentHash = "hash";
    private readonly BlobContainerClient _container = storage.Container(ContainerNames.RawMail);

    /// <summary>
    /// Stores a mail unless there is one of that name. Returns when the stored mail was first received, whether it is the
    /// same mail, and whether it was not there before.
    /// </summary>
    public async Task<(DateTimeOffset Received, bool IsSame, bool IsNew)> AddAsync(
        string name,
        SpooledContent content,
        MailOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders { ContentType = "message/rfc822" },
            Metadata = new Dictionary<string, string>
            {
                [Received] = now.ToString("O", CultureInfo.InvariantCulture),
                [ContentHash] = content.Hash,
                [Origin] = Encode(origin),
            },
        };
        var blob = _container.Blob(name);
        try
        {
            await blob.UploadAsync(content.OpenRead(), options, cancellationToken);
            return (now, true, true);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            var stored = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            var isSame = !stored.Metadata.TryGetValue(ContentHash, out var hash) || hash == content.Hash;
            return (ReceivedAt(stored.Metadata, stored.CreatedOn), isSame, false);
        }
    }

    /// <summary>Reads a mail; null when there is none of that name.</summary>
    /// <exception cref="SpoolFullException">There is no room for it now.</exception>
    public Task<StoredMail?> FindAsync(string name, CancellationToken cancellationToken) =>
        FindAsync(name, long.MaxValue, cancellationToken);

    /// <summary>Reads a mail; null when there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="largest">
    /// Maximum size in bytes of a mail that a program stored itself: of a larger one only the beginning is read.
    /// </param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="SpoolFullException">There is no room for it now.</exception>
    public async Task<StoredMail?> FindAsync(string name, long largest, CancellationToken cancellationToken)
    {
        try
        {
            if (_container.FindBlob(name) is not { } client)
                return null;
            using var blob = (await client.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            var details = blob.Details;
            var received = ReceivedAt(details.Metadata, details.CreatedOn);
            var isOurs = details.Metadata.TryGetValue(Origin, out var text);
            if (!isOurs && details.ContentLength > largest)
                return await BeginningOfAsync(name, blob, received, cancellationToken);
            var content = await spool.ReadAsync(blob.Content, details.ContentLength, long.MaxValue, cancellationToken);
            return new StoredMail(name, content!, received, isOurs ? Decode(text!) : MailOrigin.Queue);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private static async Task<StoredMail> BeginningOfAsync(
        string name,
        BlobDownloadStreamingResult blob,
        DateTimeOffset received,
        CancellationToken cancellationToken
    )
    {
        var head = new byte[Math.Min(Beginning, blob.Details.ContentLength)];
        var read = await blob.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var content = SpooledContent.Of(head.AsMemory(0, read));
        return new StoredMail(name, content, received, MailOrigin.Queue) { Excess = blob.Details.ContentLength };
    }

    /// <summary>Deletes a mail. False when there is none of that name.</summary>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) =>
        _container.FindBlob(name) is { } blob && await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>A page of names of mails, and where the next one begins.</summary>
    internal async Task<(IReadOnlyList<string> Names, string? Next)> ListAsync(
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var pages = _container.GetBlobsAsync(cancellationToken: cancellationToken).AsPages(after, limit);
        await foreach (var page in pages)
        {
            var next = page.ContinuationToken is { Length: > 0 } token ? token : null;
            return ([.. page.Values.Select(blob => blob.Name)], next);
        }
        return ([], null);
    }

    /// <summary>When a mail was received; null when there is none of that name.</summary>
    public Task<DateTimeOffset?> FindReceivedAsync(string name, CancellationToken cancellationToken) =>
        FindReceivedAsync(name, content: null, cancellationToken);

    /// <summary>When a mail was received; null when there is none of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">The hash of its content; null = of any content.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<DateTimeOffset?> FindReceivedAsync(
        string name,
        string? content,
        CancellationToken cancellationToken
    )
    {
        if (_container.FindBlob(name) is not { } blob)
            return null;
        try
        {
            var stored = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            var isKnown = stored.Metadata.TryGetValue(ContentHash, out var hash);
            var isAnother = content is not null && isKnown && hash != content;
            return isAnother ? null : ReceivedAt(stored.Metadata, stored.CreatedOn);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken) =>
        _container.FindBlob(name) is { } blob && await blob.ExistsAsync(cancellationToken);

    // Base64, since metadata is sent in HTTP headers, which are ASCII.
    private static string Encode(MailOrigin origin) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(origin, PosternJson.Tolerant));

    private static MailOrigin Decode(string text)
    {
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(text));
        return JsonSerializer.Deserialize<MailOrigin>(json, PosternJson.Tolerant)!;
    }

    // A mail that a program stored itself has no such metadata, and was received when its blob was created.
    private static DateTimeOffset ReceivedAt(IDictionary<string, string> metadata, DateTimeOffset created) =>
        metadata.TryGetValue(Received, out var text)
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
            : created;
}
