using System.Text;
using Postern.Core.Keys;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>
/// The signed token of a stop-following link (RFC 8058): thread and recipient address. It needs no storage, and its
/// bearer can only stop or resume the mail of this thread to this address.
/// </summary>
public sealed record FollowTag(string Token, string Address)
{
    private const string Purpose = "follow";
    private const int SignatureLength = 1 + TagKeyRing.MacLength;

    // The longest address has 320 octets, in base32 512 characters.
    private const int LongestBody = ThreadToken.Length + 512;

    /// <summary>Creates the link token of a thread token and a canonical address.</summary>
    public static string Write(TagKeyRing keys, string token, string address)
    {
        var body = token + Base32.Encode(Encoding.UTF8.GetBytes(address));
        return body + keys.Sign(Purpose, body);
    }

    /// <summary>Parses a link token. Null if it is malformed or not signed by a key of the ring.</summary>
    public static FollowTag? Read(TagKeyRing keys, string tag)
    {
        if (tag.Length is <= ThreadToken.Length + SignatureLength or > LongestBody + SignatureLength)
            return null;
        var (body, signature) = (tag[..^SignatureLength], tag[^SignatureLength..]);
        if (!keys.Verify(Purpose, body, signature))
            return null;
        return Base32.TryDecode(body.AsSpan(ThreadToken.Length), out byte[] address)
            ? new FollowTag(body[..ThreadToken.Length], Encoding.UTF8.GetString(address))
            : null;
    }
}
