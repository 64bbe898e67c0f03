using Postern.Core.Keys;
using Postern.Core.Text;

namespace Postern.Core.Signing;

/// <summary>
/// The signed tag in the plus part of the bounce address (variable envelope return path). It identifies one delivery,
/// so that a bounce counts against the address to which the mail was sent.
/// </summary>
public sealed record VerpTag(string Token, string MessageId, string Recipient)
{
    private const string Purpose = "verp";
    private const int BodyLength = ThreadToken.Length + MessageKey.IdLength + RecipientKey.Length;

    public const int Length = BodyLength + 1 + TagKeyRing.MacLength;

    public static string Write(TagKeyRing keys, string token, string messageId, string recipientAddress)
    {
        var body = token + messageId + RecipientKey.Of(recipientAddress);
        return body + keys.Sign(Purpose, body);
    }

    /// <summary>Parses a tag. Null if it is malformed or not signed by a key of the ring.</summary>
    public static VerpTag? Read(TagKeyRing keys, string tag)
    {
        if (tag.Length != Length || !Base32.IsEncoded(tag))
            return null;
        var body = tag[..BodyLength];
        if (!keys.Verify(Purpose, body, tag.AsSpan(BodyLength)))
            return null;
        var messageId = body.Substring(ThreadToken.Length, MessageKey.IdLength);
        return new VerpTag(body[..ThreadToken.Length], messageId, body[^RecipientKey.Length..]);
    }
}
