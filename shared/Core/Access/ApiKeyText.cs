using System.Security.Cryptography;
using System.Text;
using Postern.Core.Text;

namespace Postern.Core.Access;

/// <summary>
/// The text of a key of the HTTP API: <c>pk_{id}_{secret}{checksum}</c>. The checksum is no secret: it tells a key that
/// was mistyped, cut or made up from one that may exist, without a look-up.
/// </summary>
public sealed class ApiKeyText
{
    /// <summary>Bytes of a secret. So many need no slow hash: nobody can try them all.</summary>
    public const int SecretBytes = 32;

    private const string Prefix = "pk_";
    private const int IdLength = 16;
    private const int SecretLength = 52;
    private const int ChecksumLength = 6;
    private const int SecretAt = 20;
    private const int Length = SecretAt + SecretLength + ChecksumLength;

    private readonly string _secret;

    private ApiKeyText(string id, string secret) => (Id, _secret) = (id, secret);

    /// <summary>The identifier of the key.</summary>
    public string Id { get; }

    /// <summary>What is stored of the secret: its SHA-256.</summary>
    public string Hash => Text.Hash.OfContent(Encoding.ASCII.GetBytes(_secret));

    /// <summary>The whole text, secret and all.</summary>
    public string Reveal() => $"{Prefix}{Id}_{_secret}{ChecksumOf(Id, _secret)}";

    /// <summary>The text of a new key.</summary>
    /// <param name="id">16 characters of <see cref="Base32"/>.</param>
    /// <param name="secret"><see cref="SecretBytes"/> random bytes.</param>
    public static ApiKeyText Of(string id, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(id.Length, IdLength);
        return new ApiKeyText(id, Base32.Encode(secret));
    }

    /// <summary>Reads a key; null when it is none: of another form, or with a wrong checksum.</summary>
    public static ApiKeyText? Read(string? text)
    {
        if (text?.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[SecretAt - 1] != '_')
            return null;
        var (id, secret) = (text.Substring(Prefix.Length, IdLength), text.Substring(SecretAt, SecretLength));
        if (!Base32.IsEncoded(id) || !Base32.IsEncoded(secret))
            return null;
        return text[^ChecksumLength..] == ChecksumOf(id, secret) ? new ApiKeyText(id, secret) : null;
    }

    /// <summary>Whether this is the key whose secret has a hash; takes the same time whatever differs.</summary>
    public bool Has(string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(hash));

    private static string ChecksumOf(string id, string secret) => Text.Hash.Of(ChecksumLength, "api-key", id, secret);
}
