using System.Security.Cryptography;
using System.Text;

namespace Postern.Core.Text;

/// <summary>Identifiers made from what they stand for, so that doing a thing again finds what the first time made.</summary>
public static class Hash
{
    /// <summary>The first <paramref name="length"/> characters (5 bits each) of SHA-256 over the parts, kept apart by their lengths.</summary>
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

    /// <summary>SHA-256 of content, whole (52 characters).</summary>
    public static string OfContent(ReadOnlySpan<byte> content) => Base32.Encode(SHA256.HashData(content));
}
