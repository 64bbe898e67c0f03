using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Secrets;

/// <summary>
/// For development only: secrets as blobs, encrypted by ASP.NET Core Data Protection, with the key ring in the same
/// container. Anyone who can read the container can read the secrets, so outside development Key Vault is required.
/// </summary>
internal sealed class ProtectedBlobSecretStore : ISecretStore
{
    private readonly BlobContainerClient _container;
    private readonly IDataProtector _protector;

    public ProtectedBlobSecretStore(GatewayStorage storage)
    {
        _container = storage.Container(ContainerNames.Secrets);
        _protector = DataProtectionRing.Create(_container).CreateProtector("postern/secrets");
    }

    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (_container.FindBlob(PathOf(name)) is not { } blob)
                return null;
            var content = await blob.DownloadContentAsync(cancellationToken);
            return Encoding.UTF8.GetString(_protector.Unprotect(content.Value.Content.ToArray()));
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        var encrypted = _protector.Protect(Encoding.UTF8.GetBytes(value));
        var content = BinaryData.FromBytes(encrypted);
        await _container.Blob(PathOf(name)).UploadAsync(content, overwrite: true, cancellationToken);
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        _container.FindBlob(PathOf(name))?.DeleteIfExistsAsync(cancellationToken: cancellationToken)
        ?? Task.CompletedTask;

    private static string PathOf(string name) => $"values/{name}";
}
