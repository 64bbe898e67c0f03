using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Postern.Backup;

/// <summary>The storage account of a gateway.</summary>
internal sealed class Account
{
    private const int Retries = 12;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    // A page of rows or a block of a blob, on a slow line.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TableServiceClient _tables;
    private readonly BlobServiceClient _blobs;

    private Account(TableServiceClient tables, BlobServiceClient blobs) => (_tables, _blobs) = (tables, blobs);

    public string Name => _tables.AccountName;

    public TableClient Table(string name) => _tables.GetTableClient(name);

    public BlobContainerClient Container(string name) => _blobs.GetBlobContainerClient(name);

    /// <summary>The account that the command names, or else the environment.</summary>
    /// <exception cref="RefusedException">None is named, or not in a form that is known.</exception>
    public static Account Open(string? named, Surroundings around)
    {
        var account = named ?? around.Variable("POSTERN_TABLES") ?? around.Variable("AZURE_STORAGE_CONNECTION_STRING");
        if (string.IsNullOrWhiteSpace(account))
            throw new RefusedException(
                "Which account? Give --account https://NAME.table.core.windows.net, or set POSTERN_TABLES."
            );
        var (tables, blobs) = (Patient(new TableClientOptions(), around), Patient(new BlobClientOptions(), around));
        if (account.Contains("AccountName=", StringComparison.OrdinalIgnoreCase))
            return new Account(new TableServiceClient(account, tables), new BlobServiceClient(account, blobs));
        if (!Uri.TryCreate(account, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
            throw new RefusedException(
                $"'{account}' is neither an address that begins with https:// nor a connection string."
            );
        return new Account(
            new TableServiceClient(address, around.Credential, tables),
            new BlobServiceClient(BlobsBeside(address), around.Credential, blobs)
        );
    }

    private static Uri BlobsBeside(Uri tables) =>
        new(tables.AbsoluteUri.Replace(".table.", ".blob.", StringComparison.Ordinal));

    // Busy storage (429, 500, 503), and a network that is not there for some minutes, end nothing.
    private static T Patient<T>(T options, Surroundings around)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = around.RetryDelay;
        options.Retry.MaxDelay = LongestDelay;
        options.Retry.NetworkTimeout = Patience;
        if (around.Transport is { } transport)
            options.Transport = transport;
        return options;
    }
}
