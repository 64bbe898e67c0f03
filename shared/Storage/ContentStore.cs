using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Postern.Storage;

/// <summary>Bodies and attachments, stored once by their content; and what programs put there under names of their own.</summary>
public sealed class ContentStore(GatewayStorage storage)
{
    private const string Folder = "sha256/";
    private readonly BlobContainerClient _container = storage.Container(ContainerNames.Content);

    /// <summary>Stores content and returns the name of its blob.</summary>
    public async Task<string> PutAsync(BinaryData content, CancellationToken cancellationToken)
    {
        var name = Folder + Hash.OfContent(content.ToMemory().Span);
        try
        {
            var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await _container.GetBlobClient(name).UploadAsync(content, options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // The same content is there already.
            return name;
        }
        return name;
    }

    /// <summary>Reads content, or null when there is no blob of that name.</summary>
    public async Task<BinaryData?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await _container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }
}
