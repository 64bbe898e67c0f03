using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Signing;

namespace Postern.Core.Routing.Facts;

/// <summary>Recognises mail that the gateway sent itself, by its signatures.</summary>
public static class OwnMail
{
    /// <summary>
    /// Whether a mail is one of ours that came back: its Message-Id is ours, or, where a provider replaced that on the
    /// way out, its Reply-To has a tag that we signed.
    /// </summary>
    public static bool Is(IncomingMail mail, TagKeyRing keys) =>
        HasOwnId(mail, keys) || mail.ReplyTo.Any(address => IsReplyAddress(address, keys));

    /// <summary>Whether the gateway created the Message-Id of a mail.</summary>
    public static bool HasOwnId(IncomingMail mail, TagKeyRing keys) =>
        mail.MessageId is { } id && OwnMessageId.Read(keys, id) is not null;

    /// <summary>Whether a mail answers a notice of ours, or is one that came back.</summary>
    public static bool AnswersNotice(IncomingMail mail, TagKeyRing keys)
    {
        var ids = mail.References.Concat(mail.InReplyTo).Append(mail.MessageId).OfType<string>();
        return ids.Any(id => LoopMarker.IsMarker(keys, id));
    }

    private static bool IsReplyAddress(EmailAddress address, TagKeyRing keys) =>
        OwnAddresses.Tag(address, ReplyTag.Length) is { } tag && ReplyTag.Read(keys, tag) is not null;
}
