using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Postern.DevHost.Configuration;

/// <summary>
/// The host's own storage clients, by the name of the connection: a connection string in the setting of that name, or
/// <c>{name}__queueServiceUri</c> and <c>{name}__blobServiceUri</c> with the identity of the user who runs the host.
/// </summary>
internal sealed class StorageConnections(IConfiguration configuration)
{
    public const string Default = "AzureWebJobsStorage";

    /// <summary>
    /// A client that does not decode messages; the listener does, according to <c>messageEncoding</c>.
    /// </summary>
    /// <exception cref="SetupException">The connection is not set.</exception>
    public QueueClient Queue(string? connection, string name) => Queues(connection ?? Default).GetQueueClient(name);

    /// <exception cref="SetupException">The connection is not set.</exception>
    public BlobContainerClient HostContainer() => Blobs(Default).GetBlobContainerClient("azure-webjobs-hosts");

    private QueueServiceClient Queues(string connection) =>
        configuration[connection] is { Length: > 0 } text
            ? Parsed(connection, () => new QueueServiceClient(text))
            : new QueueServiceClient(ServiceUri(connection, "queueServiceUri"), Identity(connection));

    private BlobServiceClient Blobs(string connection) =>
        configuration[connection] is { Length: > 0 } text
            ? Parsed(connection, () => new BlobServiceClient(text))
            : new BlobServiceClient(ServiceUri(connection, "blobServiceUri"), Identity(connection));

    private static T Parsed<T>(string connection, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (FormatException wrong)
        {
            throw new SetupException($"The setting {connection} is not a storage connection string: {wrong.Message}");
        }
    }

    private Uri ServiceUri(string connection, string service) =>
        Uri.TryCreate(configuration[$"{connection}:{service}"], UriKind.Absolute, out var uri)
            ? uri
            : throw new SetupException(
                $"Set {connection} (a connection string) or {connection}__{service}: a function needs it."
            );

    private DefaultAzureCredential Identity(string connection) =>
        new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = configuration[$"{connection}:clientId"] });
}
