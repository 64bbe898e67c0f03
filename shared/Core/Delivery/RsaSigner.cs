using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Postern.Core.Delivery;

/// <summary>
/// Signs with RSA and SHA-256 (PKCS #1 v1.5, RFC 8017 §8.2) by the system's library, which takes a small part of the
/// time that a managed one takes.
/// </summary>
internal sealed class RsaSigner(RSA key) : ISigner, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public string AlgorithmName => "SHA-256withRSA";

    public void Init(bool forSigning, ICipherParameters parameters) => Reset();

    public void Update(byte input) => BlockUpdate([input]);

    public void BlockUpdate(byte[] input, int inOff, int inLen) => BlockUpdate(input.AsSpan(inOff, inLen));

    public void BlockUpdate(ReadOnlySpan<byte> input) => _hash.AppendData(input);

    public int GetMaxSignatureSize() => key.KeySize / 8;

    public byte[] GenerateSignature()
    {
        // A key is used by all mails of its domain, and an RSA object by one thread at a time.
        lock (key)
            return key.SignHash(_hash.GetHashAndReset(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public bool VerifySignature(byte[] signature) =>
        key.VerifyHash(_hash.GetHashAndReset(), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Reset() => _hash.GetHashAndReset();

    public void Dispose() => _hash.Dispose();
}
