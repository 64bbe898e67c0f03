using System.Security.Cryptography;
using System.Text;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>A key that tags are signed with. Its id, one base32 character, stands in every tag.</summary>
public sealed record TagKey(char Id, byte[] Secret, DateTimeOffset Created);

/// <summary>
/// The keys that tags are made with (the newest) and checked with (all that are not older than two years).
/// For every purpose another key is derived (RFC 5869), so that no tag can pass for one of another kind.
/// </summary>
public sealed class TagKeyRing(IReadOnlyList<TagKey> keys)
{
    /// <summary>Length of a signature: 80 bits.</summary>
    public const int MacLength = 16;

    private readonly TagKey _current =
        keys.MaxBy(key => key.Created) ?? throw new ArgumentException("A ring holds at least one key.", nameof(keys));

    /// <summary>Signs a text: the key's id and the signature, 17 characters.</summary>
    public string Sign(string purpose, string text) => _current.Id + Mac(_current, purpose, text);

    /// <summary>Whether <paramref name="signature"/> is what <see cref="Sign"/> gave for the text, with any key of the ring.</summary>
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
        var derived = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            key.Secret,
            32,
            info: Encoding.UTF8.GetBytes("postern/" + purpose)
        );
        return Base32.Encode(HMACSHA256.HashData(derived, Encoding.UTF8.GetBytes(text)), MacLength);
    }
}
