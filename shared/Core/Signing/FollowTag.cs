using System.Text;
using Postern.Core.Keys;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>
/// The token of a stop-following link (RFC 8058): which thread and whose mail it is about, signed. Nothing need be stored for it, and
/// whoever holds it can stop or take up again the mail of this thread to this address alone.
/// </summary>
public sealed record FollowTag(string Token, string Address)
{
    private const string Purpose = "follow";
    private const int SignatureLength = 1 + TagKeyRing.MacLength;

    // The longest address has 320 octets, in base32 512 characters.
    private const int LongestBody = ThreadToken.Length + 512;

    /// <summary>Writes the token of a thread's short name and a canonical address.</summary>
    public static string Write(TagKeyRing keys, string token, string address)
    {
        var body = token + Base32.Encode(Encoding.UTF8.GetBytes(address));
        return body + keys.Sign(Purpose, body);
    }

    /// <summary>Reads a token. Null when it is not one, or was not signed by a key of the ring.</summary>
    public static FollowTag? Read(TagKeyRing keys, string tag)
    {
        if (tag.Length is <= ThreadToken.Length + SignatureLength or > LongestBody + SignatureLength)
            return null;
        var (body, signature) = (tag[..^SignatureLength], tag[^SignatureLength..]);
        return
            keys.Verify(Purpose, body, signature)
            && Base32.TryDecode(body.AsSpan(ThreadToken.Length), out byte[] address)
            ? new FollowTag(body[..ThreadToken.Length], Encoding.UTF8.GetString(address))
            : null;
    }
}
