using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Postern.Gateway.Storage;

/// <summary>
/// The storage account with the gateway's data. Setting <c>MailStorage</c> is a connection string, or
/// <c>MailStorage__tableServiceUri</c>, <c>__queueServiceUri</c> and <c>__blobServiceUri</c> with the app's identity
/// (<c>__clientId</c> for a user-assigned one), as the Functions host reads connections.
/// </summary>
public sealed class GatewayStorage
{
    public const string ConnectionName = "MailStorage";

    private readonly TableServiceClient _tables;
    private readonly QueueServiceClient _queues;
    private readonly BlobServiceClient _blobs;

    public GatewayStorage(IConfiguration configuration, StoragePolicies policies)
    {
        var section = configuration.GetSection(ConnectionName);
        var tables = WithPolicies(new TableClientOptions(), policies);
        var queues = WithPolicies(new QueueClientOptions(), policies);
        var blobs = WithPolicies(new BlobClientOptions(), policies);
        if (section.Value is { Length: > 0 } connection)
        {
            _tables = new TableServiceClient(connection, tables);
            _queues = new QueueServiceClient(connection, queues);
            _blobs = new BlobServiceClient(connection, blobs);
            return;
        }
        var credential = AppIdentity.Credential(section["clientId"]);
        _tables = new TableServiceClient(Uri(section, "tableServiceUri"), credential, tables);
        _queues = new QueueServiceClient(Uri(section, "queueServiceUri"), credential, queues);
        _blobs = new BlobServiceClient(Uri(section, "blobServiceUri"), credential, blobs);
    }

    /// <summary>Name of the storage account, by which a copied environment is recognised.</summary>
    public string AccountName => _tables.AccountName;

    public TableClient Table(string name) => _tables.GetTableClient(name);

    public QueueClient Queue(string name) => _queues.GetQueueClient(name);

    public BlobContainerClient Container(string name) => _blobs.GetBlobContainerClient(name);

    /// <summary>
    /// Creates the tables, queues and containers that are missing. In Azure the deployment creates them.
    /// </summary>
    public Task CreateMissingAsync(CancellationToken cancellationToken)
    {
        IEnumerable<Task> tables = TableNames.All.Select(name => Table(name).CreateIfNotExistsAsync(cancellationToken));
        IEnumerable<Task> queues = QueueNames.All.Select(name =>
            Queue(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)
        );
        IEnumerable<Task> containers = ContainerNames.All.Select(name =>
            Container(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)
        );
        return Task.WhenAll([.. tables, .. queues, .. containers]);
    }

    private static T WithPolicies<T>(T options, StoragePolicies policies)
        where T : ClientOptions
    {
        foreach (var policy in policies.PerRetry)
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return options;
    }

    private static Uri Uri(IConfigurationSection section, string name) =>
        System.Uri.TryCreate(section[name], UriKind.Absolute, out var uri)
            ? uri
            : throw new InvalidOperationException(
                $"Setting {ConnectionName} is missing: give a connection string, "
                    + $"or {ConnectionName}__{name} and its siblings."
            );
}
