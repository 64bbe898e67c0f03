using System.Xml.Linq;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Secrets;

/// <summary>The ring of keys of ASP.NET Core Data Protection as blobs, one a key, shared by all instances.</summary>
internal sealed class DataProtectionRing(BlobContainerClient container) : IXmlRepository
{
    private const string Folder = "ring/";

    public static IDataProtectionProvider Create(BlobContainerClient container)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("Postern");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new DataProtectionRing(container));
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
    }

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [
            .. container
                .GetBlobs(traits: default, states: default, prefix: Folder, cancellationToken: default)
                .Select(blob =>
                    XElement.Parse(container.GetBlobClient(blob.Name).DownloadContent().Value.Content.ToString())
                ),
        ];

    public void StoreElement(XElement element, string friendlyName) =>
        container
            .GetBlobClient(Folder + friendlyName)
            .Upload(BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting)), overwrite: true);
}
