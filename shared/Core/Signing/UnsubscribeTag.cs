using System.Text;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>
/// The token of an unsubscribe link (RFC 8058): whose mailings it ends, signed. Nothing need be stored for it, and whoever holds it
/// can end or take up again the mailings of this address alone.
/// </summary>
public sealed record UnsubscribeTag(string Address)
{
    private const string Purpose = "unsubscribe";
    private const int SignatureLength = 1 + TagKeyRing.MacLength;

    // The longest address has 320 octets, in base32 512 characters.
    private const int LongestBody = 512;

    /// <summary>Writes the token of a canonical address.</summary>
    public static string Write(TagKeyRing keys, string address)
    {
        var body = Base32.Encode(Encoding.UTF8.GetBytes(address));
        return body + keys.Sign(Purpose, body);
    }

    /// <summary>Reads a token. Null when it is not one, or was not signed by a key of the ring.</summary>
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
