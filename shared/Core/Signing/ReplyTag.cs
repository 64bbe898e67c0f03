using Postern.Core.Keys;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>
/// The tag in the plus part of a notification's Reply-To: names the thread and whose copy it is, signed. It finds the
/// thread when a client drops References and In-Reply-To. That of a note says so, or its answer would become public.
/// </summary>
public sealed record ReplyTag(string Token, string Recipient, bool Note = false)
{
    private const string Purpose = "reply";
    private const string NotePurpose = "reply-note";
    private const int BodyLength = ThreadToken.Length + RecipientKey.ShortLength;

    /// <summary>Length of the tag as it stands in an address.</summary>
    public const int Length = BodyLength + 1 + TagKeyRing.MacLength;

    public static string Write(TagKeyRing keys, string token, string recipientAddress, bool note = false)
    {
        var body = token + RecipientKey.ShortOf(recipientAddress);
        return body + keys.Sign(note ? NotePurpose : Purpose, body);
    }

    /// <summary>Reads a tag. Null when it is not one, or was not signed by a key of the ring.</summary>
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
