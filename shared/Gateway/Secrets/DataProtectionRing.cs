using System.Xml.Linq;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Secrets;

/// <summary>The key ring of ASP.NET Core Data Protection: one blob for each key, shared by all instances.</summary>
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

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var blobs = container.GetBlobs(traits: default, states: default, prefix: Folder, cancellationToken: default);
        return [.. blobs.Select(blob => Read(blob.Name))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var xml = BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting));
        container.GetBlobClient(Folder + friendlyName).Upload(xml, overwrite: true);
    }

    private XElement Read(string blob)
    {
        var content = container.GetBlobClient(blob).DownloadContent().Value.Content;
        return XElement.Parse(content.ToString());
    }
}
