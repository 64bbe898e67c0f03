using Azure.Storage.Blobs;
using Postern.Core.Keys;

namespace Postern.Gateway.Storage;

/// <summary>
/// Opens blobs by name. The storage client builds a URL from a name as it is, in which <c>..</c> leads out of the
/// container: only valid names get that far.
/// </summary>
internal static class BlobContainers
{
    /// <summary>A blob by a name from outside or from a row; null when no blob may have it.</summary>
    public static BlobClient? FindBlob(this BlobContainerClient container, string name) =>
        BlobName.TryParse(name, out var valid) ? container.GetBlobClient(valid.Value) : null;

    /// <summary>A blob by a name that the gateway made.</summary>
    /// <exception cref="ArgumentException">No blob may have that name.</exception>
    public static BlobClient Blob(this BlobContainerClient container, string name) =>
        container.FindBlob(name) ?? throw new ArgumentException($"'{name}' is no name of a blob.", nameof(name));
}
