using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Secrets;

/// <summary>
/// The key under which the addresses of erased people are hashed, so that an address which is given is recognised and
/// none can be read or guessed from storage. It is made with the first erasure, and kept for ever: unlike the keys of tags
/// nothing replaces it.
/// </summary>
public sealed class ErasureKey(GatewayStorage storage, ISecretStore secrets)
{
    private const string Partition = "erasure-key";
    private const string Row = "0";
    private const string Name = "secret";
    private const int HashLength = 32;
    private const int KeyBytes = 32;

    private readonly TableClient _config = storage.Table(TableNames.Config);
    private byte[]? _key;

    /// <summary>The hash of a canonical address; null while nobody was erased.</summary>
    public async Task<string?> FindHashAsync(string address, CancellationToken cancellationToken) =>
        (_key ??= await LoadAsync(cancellationToken)) is { } key ? HashOf(key, address) : null;

    /// <summary>The hash of a canonical address; makes the key if there is none.</summary>
    public async Task<string> HashAsync(string address, CancellationToken cancellationToken)
    {
        if (await FindHashAsync(address, cancellationToken) is { } hash)
            return hash;
        await AddAsync(cancellationToken);
        return await FindHashAsync(address, cancellationToken)
            ?? throw new InvalidOperationException("The key of erased addresses was made and is not there.");
    }

    private static string HashOf(byte[] key, string address) =>
        Base32.Encode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(address)), HashLength);

    private async Task<byte[]?> LoadAsync(CancellationToken cancellationToken)
    {
        if (await _config.FindAsync(Partition, Row, cancellationToken) is not { } row)
            return null;
        var name = row.GetString(Name);
        var secret = await secrets.GetAsync(name, cancellationToken);
        return Convert.FromBase64String(
            secret ?? throw new InvalidOperationException($"The secret store has no '{name}', which hashes addresses.")
        );
    }

    // Two instances may begin at once: each stores a secret, and the row decides whose is used.
    private async Task AddAsync(CancellationToken cancellationToken)
    {
        var name = $"{Partition}-{Base32.Encode(RandomNumberGenerator.GetBytes(8))}";
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
        await secrets.SetAsync(name, key, cancellationToken);
        if (await _config.TryAddAsync(new TableEntity(Partition, Row) { [Name] = name }, cancellationToken))
            return;
        var winner = await _config.FindAsync(Partition, Row, cancellationToken);
        if (winner?.GetString(Name) != name)
            await secrets.DeleteAsync(name, cancellationToken);
    }
}
