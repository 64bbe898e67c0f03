using System.Security.Cryptography;
using System.Text;

namespace Postern.Core.Text;

/// <summary>
/// Deterministic identifiers: repeating an operation yields the same ids, so that it finds the existing rows.
/// </summary>
public static class Hash
{
    /// <summary>
    /// The first <paramref name="length"/> characters (5 bits each) of the SHA-256 of the parts, each with its length
    /// before it.
    /// </summary>
    public static string Of(int length, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        return Base32.Encode(hash.GetHashAndReset(), length);
    }

    /// <summary>The whole SHA-256 of content (52 characters).</summary>
    public static string OfContent(ReadOnlySpan<byte> content) => Base32.Encode(SHA256.HashData(content));
}
