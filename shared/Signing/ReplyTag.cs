using Postern.Mail;
using Postern.Threads;

namespace Postern.Signing;

/// <summary>
/// The tag in the plus part of a notification's Reply-To: names the thread and whose copy it is, signed. It finds the
/// thread when a client drops References and In-Reply-To.
/// </summary>
public sealed record ReplyTag(string Token, string Recipient)
{
    private const string Purpose = "reply";
    private const int BodyLength = ThreadToken.Length + RecipientKey.ShortLength;

    /// <summary>Length of the tag as it stands in an address.</summary>
    public const int Length = BodyLength + 1 + TagKeyRing.MacLength;

    public static string Write(TagKeyRing keys, string token, string recipientAddress)
    {
        var body = token + RecipientKey.ShortOf(recipientAddress);
        return body + keys.Sign(Purpose, body);
    }

    /// <summary>Reads a tag. Null when it is not one, or was not signed by a key of the ring.</summary>
    public static ReplyTag? Read(TagKeyRing keys, string tag)
    {
        if (tag.Length != Length || !Base32.IsEncoded(tag)) return null;
        var body = tag[..BodyLength];
        return keys.Verify(Purpose, body, tag.AsSpan(BodyLength))
            ? new ReplyTag(body[..ThreadToken.Length], body[ThreadToken.Length..])
            : null;
    }
}
