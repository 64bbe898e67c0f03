namespace Postern.Contracts.Http;

/// <summary>Algorithms of DKIM signatures.</summary>
public enum DkimAlgorithm
{
    /// <summary>RSA with 2,048 bits and SHA-256 (RFC 8301), which every receiver verifies.</summary>
    Rsa,

    /// <summary>Ed25519 with SHA-256 (RFC 8463): short, but some receivers do not verify it yet.</summary>
    Ed25519,
}
