using System.Security.Cryptography;
using System.Text;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>A key that signs tags. Every tag contains the id of its key, one base32 character.</summary>
public sealed record TagKey(char Id, byte[] Secret, DateTimeOffset Created);

/// <summary>
/// The keys that sign tags (the newest) and verify them (all that are not older than two years). A separate key is
/// derived for each purpose (RFC 5869), so that a tag of one kind is not valid as another.
/// </summary>
public sealed class TagKeyRing(IReadOnlyList<TagKey> keys)
{
    /// <summary>Length of a message authentication code in characters: 80 bits.</summary>
    public const int MacLength = 16;

    private const int DerivedKeyLength = 32;

    private readonly TagKey _current =
        keys.MaxBy(key => key.Created) ?? throw new ArgumentException("A ring holds at least one key.", nameof(keys));

    /// <summary>Signs a text with the newest key. The signature is the key's id and a MAC, 17 characters.</summary>
    public string Sign(string purpose, string text) => _current.Id + Mac(_current, purpose, text);

    /// <summary>Whether <paramref name="signature"/> is that of the text by any key of the ring.</summary>
    public bool Verify(string purpose, string text, ReadOnlySpan<char> signature)
    {
        if (signature.Length != 1 + MacLength)
            return false;
        var id = signature[0];
        if (keys.FirstOrDefault(key => key.Id == id) is not { } named)
            return false;
        var expected = Encoding.ASCII.GetBytes(Mac(named, purpose, text));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature[1..].ToString()));
    }

    private static string Mac(TagKey key, string purpose, string text)
    {
        var info = Encoding.UTF8.GetBytes("postern/" + purpose);
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret, DerivedKeyLength, info: info);
        return Base32.Encode(HMACSHA256.HashData(derived, Encoding.UTF8.GetBytes(text)), MacLength);
    }
}
