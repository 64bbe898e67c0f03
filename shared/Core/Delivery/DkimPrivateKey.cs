using System.Security.Cryptography;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Postern.Contracts.Http;

namespace Postern.Core.Delivery;

/// <summary>The private part of a DKIM key.</summary>
public sealed class DkimPrivateKey
{
    private DkimPrivateKey(DkimAlgorithm algorithm, AsymmetricKeyParameter key, byte[] publicKey, RSA? system = null)
    {
        Algorithm = algorithm;
        Parameter = key;
        System = system;
        PublicKey = Convert.ToBase64String(publicKey);
    }

    public DkimAlgorithm Algorithm { get; }

    /// <summary>
    /// The public part in base64, as in the DNS: SubjectPublicKeyInfo for RSA (RFC 6376 §3.6.1), 32 octets for Ed25519
    /// (RFC 8463 §4).
    /// </summary>
    public string PublicKey { get; }

    /// <summary>The key for the signer.</summary>
    internal AsymmetricKeyParameter Parameter { get; }

    /// <summary>A key of RSA in the system's library; null for Ed25519, which it does not have.</summary>
    internal RSA? System { get; }

    /// <summary>The algorithm's name for the signer.</summary>
    internal DkimSignatureAlgorithm SignatureAlgorithm =>
        Algorithm == DkimAlgorithm.Rsa ? DkimSignatureAlgorithm.RsaSha256 : DkimSignatureAlgorithm.Ed25519Sha256;

    /// <summary>Reads a key in the form PKCS #8 (RFC 5958).</summary>
    /// <exception cref="FormatException">It is none, or of another algorithm.</exception>
    public static DkimPrivateKey Read(byte[] pkcs8) =>
        Parse(pkcs8) switch
        {
            RsaPrivateCrtKeyParameters rsa => new(DkimAlgorithm.Rsa, rsa, PublicKeyOf(rsa), SystemKey(pkcs8)),
            Ed25519PrivateKeyParameters ed => new(DkimAlgorithm.Ed25519, ed, ed.GeneratePublicKey().GetEncoded()),
            _ => throw new FormatException("The private key is neither of RSA nor of Ed25519."),
        };

    private static AsymmetricKeyParameter Parse(byte[] pkcs8)
    {
        try
        {
            return PrivateKeyFactory.CreateKey(pkcs8);
        }
        // The library throws what its parts throw.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new FormatException("The private key cannot be read.", e);
        }
    }

    private static RSA SystemKey(byte[] pkcs8)
    {
        var key = RSA.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return key;
        }
        catch (CryptographicException e)
        {
            key.Dispose();
            throw new FormatException("The private key cannot be read.", e);
        }
    }

    private static byte[] PublicKeyOf(RsaPrivateCrtKeyParameters key) =>
        SubjectPublicKeyInfoFactory
            .CreateSubjectPublicKeyInfo(new RsaKeyParameters(false, key.Modulus, key.PublicExponent))
            .GetEncoded();
}
