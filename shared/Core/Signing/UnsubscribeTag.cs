using System.Text;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>
/// The signed token of an unsubscribe link (RFC 8058): the recipient's address. It needs no storage, and its bearer can
/// only unsubscribe or resubscribe this address.
/// </summary>
public sealed record UnsubscribeTag(string Address)
{
    private const string Purpose = "unsubscribe";
    private const int SignatureLength = 1 + TagKeyRing.MacLength;

    // The longest address has 320 octets, in base32 512 characters.
    private const int LongestBody = 512;

    /// <summary>Creates the token of a canonical address.</summary>
    public static string Write(TagKeyRing keys, string address)
    {
        var body = Base32.Encode(Encoding.UTF8.GetBytes(address));
        return body + keys.Sign(Purpose, body);
    }

    /// <summary>Parses a token. Null if it is malformed or not signed by a key of the ring.</summary>
    public static UnsubscribeTag? Read(TagKeyRing keys, string token)
    {
        if (token.Length is <= SignatureLength or > LongestBody + SignatureLength)
            return null;
        var (body, signature) = (token[..^SignatureLength], token[^SignatureLength..]);
        return keys.Verify(Purpose, body, signature) && Base32.TryDecode(body, out byte[] address)
            ? new UnsubscribeTag(Encoding.UTF8.GetString(address))
            : null;
    }
}
