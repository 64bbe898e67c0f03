using System.Security.Cryptography;
using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Gateway.Editing;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Functions.Worker;

/// <summary>What a worker needs beside its program: app settings and keys.</summary>
internal static class WorkerGateway
{
    /// <summary>App settings for a storage account and a mail server on this machine.</summary>
    public static IEnumerable<(string Name, string Value)> Settings(string storage, int smtp) =>
        [
            ("AZURE_FUNCTIONS_ENVIRONMENT", "Development"),
            (GatewayStorage.ConnectionName, storage),
            ("AzureWebJobsStorage", storage),
            ("PublicUrl", "https://mail.mycompany.example"),
            ("DefaultServer__Host", "127.0.0.1"),
            ("DefaultServer__Port", $"{smtp}"),
            ("DefaultServer__Security", "None"),
        ];

    /// <summary>A key of the API, as text.</summary>
    public static async Task<string> MakeKeyAsync(TestGateway gateway, ApiScope scope, DateTimeOffset? expired = null)
    {
        var text = ApiKeyText.Of(RandomIdentifier.Create(), RandomNumberGenerator.GetBytes(ApiKeyText.SecretBytes));
        var key = new ApiKey
        {
            Id = text.Id,
            Name = $"{scope}",
            Scope = scope,
            Created = DateTimeOffset.UtcNow,
            Expires = expired,
        };
        await gateway.Get<ApiKeyStore>().AddAsync(new StoredKey(key, text.Hash), default);
        return text.Reveal();
    }
}
