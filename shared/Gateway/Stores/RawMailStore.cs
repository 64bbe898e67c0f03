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

/// <summary>Raw mail as it came in. The first name under which it is stored decides when it was received.</summary>
public sealed class RawMailStore(GatewayStorage storage, ContentSpool spool, TimeProvider time)
{
    private const string Received = "received";
    private const string Origin = "origin";
    private const string ContentHash = "hash";
    private readonly BlobContainerClient _container = storage.Container(ContainerNames.RawMail);

    /// <summary>Stores a mail unless one of that name is stored already. Returns when that was first received, and whether it is the same mail.</summary>
    public async Task<(DateTimeOffset Received, bool IsSame)> AddAsync(
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
                // Metadata travels in HTTP headers, which hold ASCII only.
                [Origin] = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(origin, PosternJson.Tolerant)),
            },
        };
        var blob = _container.GetBlobClient(name);
        try
        {
            await blob.UploadAsync(content.OpenRead(), options, cancellationToken);
            return (now, true);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            var properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            return (
                ReceivedAt(properties.Value.Metadata, properties.Value.CreatedOn),
                !properties.Value.Metadata.TryGetValue(ContentHash, out var hash) || hash == content.Hash
            );
        }
    }

    /// <summary>Reads a mail, or null when there is none of that name.</summary>
    /// <exception cref="SpoolFullException">There is no room for it now.</exception>
    public async Task<StoredMail?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var blob = (
                await _container.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken)
            ).Value;
            var details = blob.Details;
            var origin = details.Metadata.TryGetValue(Origin, out var text)
                ? JsonSerializer.Deserialize<MailOrigin>(
                    Encoding.UTF8.GetString(Convert.FromBase64String(text)),
                    PosternJson.Tolerant
                )!
                : MailOrigin.Queue;
            var content = await spool.ReadAsync(blob.Content, details.ContentLength, long.MaxValue, cancellationToken);
            return new StoredMail(name, content!, ReceivedAt(details.Metadata, details.CreatedOn), origin);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Deletes a mail; one that is gone is no trouble.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        _container.GetBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    /// <summary>When a mail was received; null when there is none of that name.</summary>
    public async Task<DateTimeOffset?> FindReceivedAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await _container
                .GetBlobClient(name)
                .GetPropertiesAsync(cancellationToken: cancellationToken);
            return ReceivedAt(properties.Value.Metadata, properties.Value.CreatedOn);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken) =>
        await _container.GetBlobClient(name).ExistsAsync(cancellationToken);

    // A program may put a mail here itself: then the blob's own time is the time of receipt.
    private static DateTimeOffset ReceivedAt(IDictionary<string, string> metadata, DateTimeOffset created) =>
        metadata.TryGetValue(Received, out var text)
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
            : created;
}
