using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;

namespace Postern.Gateway.Secrets;

/// <summary>
/// Makes and loads the private parts of DKIM keys. They are in the secret store, as PKCS #8 in base64, and in memory
/// once they were used: a secret's name is never used twice, so what is in memory stays true.
/// </summary>
public sealed class DkimPrivateKeys(ISecretStore secrets)
{
    private const int RsaBits = 2048;
    private const int SeedLength = 32;

    private readonly ConcurrentDictionary<string, DkimPrivateKey> _known = [];

    /// <summary>Makes a key and stores it under a name that has no secret yet.</summary>
    public async Task<DkimPrivateKey> CreateAsync(
        string secret,
        DkimAlgorithm algorithm,
        CancellationToken cancellationToken
    )
    {
        var pkcs8 = algorithm == DkimAlgorithm.Rsa ? NewRsa() : NewEd25519();
        await secrets.SetAsync(secret, Convert.ToBase64String(pkcs8), cancellationToken);
        return DkimPrivateKey.Read(pkcs8);
    }

    /// <summary>The private part of a key.</summary>
    /// <exception cref="InvalidOperationException">The secret store has none, or that of another key.</exception>
    public async Task<DkimPrivateKey> GetAsync(DkimSigningKey key, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(key.Secret, out var known))
            return known;
        var secret =
            await secrets.GetAsync(key.Secret, cancellationToken)
            ?? throw new InvalidOperationException($"The secret store has no '{key.Secret}'.");
        var loaded = DkimPrivateKey.Read(Convert.FromBase64String(secret));
        if (loaded.PublicKey != key.PublicKey)
            throw new InvalidOperationException($"The secret '{key.Secret}' is not the key that was published.");
        return _known[key.Secret] = loaded;
    }

    /// <summary>Deletes the private part of a key.</summary>
    public Task DeleteAsync(string secret, CancellationToken cancellationToken)
    {
        _known.TryRemove(secret, out _);
        return secrets.DeleteAsync(secret, cancellationToken);
    }

    private static byte[] NewRsa()
    {
        using var rsa = RSA.Create(RsaBits);
        return rsa.ExportPkcs8PrivateKey();
    }

    private static byte[] NewEd25519()
    {
        var key = new Ed25519PrivateKeyParameters(RandomNumberGenerator.GetBytes(SeedLength));
        return PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetEncoded();
    }
}
