using Postern.Core.Keys;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>
/// The signed tag in the plus part of a notification's Reply-To: thread and recipient. It identifies the thread when a
/// client drops References and In-Reply-To. The tag of an internal note is marked, so that a reply to it does not
/// become public.
/// </summary>
public sealed record ReplyTag(string Token, string Recipient, bool Note = false)
{
    private const string Purpose = "reply";
    private const string NotePurpose = "reply-note";
    private const int BodyLength = ThreadToken.Length + RecipientKey.ShortLength;

    /// <summary>Length of the tag in an address.</summary>
    public const int Length = BodyLength + 1 + TagKeyRing.MacLength;

    public static string Write(TagKeyRing keys, string token, string recipientAddress, bool note = false)
    {
        var body = token + RecipientKey.ShortOf(recipientAddress);
        return body + keys.Sign(note ? NotePurpose : Purpose, body);
    }

    /// <summary>Parses a tag. Null if it is malformed or not signed by a key of the ring.</summary>
    public static ReplyTag? Read(TagKeyRing keys, string tag)
    {
        if (tag.Length != Length || !Base32.IsEncoded(tag))
            return null;
        var body = tag[..BodyLength];
        var note = keys.Verify(NotePurpose, body, tag.AsSpan(BodyLength));
        return note || keys.Verify(Purpose, body, tag.AsSpan(BodyLength))
            ? new ReplyTag(body[..ThreadToken.Length], body[ThreadToken.Length..], note)
            : null;
    }
}
