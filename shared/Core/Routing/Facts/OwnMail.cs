using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Signing;

namespace Postern.Core.Routing.Facts;

/// <summary>Recognises what the gateway sent itself, by what it signed in it.</summary>
public static class OwnMail
{
    /// <summary>
    /// Whether a mail is one of ours that came back: we gave its Message-Id, or, where a provider replaced that on the way
    /// out, we signed its Reply-To.
    /// </summary>
    public static bool Is(IncomingMail mail, TagKeyRing keys) =>
        (mail.MessageId is { } id && OwnMessageId.Read(keys, id) is not null)
        || mail.ReplyTo.Any(address =>
            OwnAddresses.Tag(address, ReplyTag.Length) is { } tag && ReplyTag.Read(keys, tag) is not null
        );

    /// <summary>Whether a mail answers a notice of ours, or is one that came back.</summary>
    public static bool AnswersNotice(IncomingMail mail, TagKeyRing keys) =>
        mail
            .References.Concat(mail.InReplyTo)
            .Append(mail.MessageId)
            .OfType<string>()
            .Any(id => LoopMarker.IsMarker(keys, id));
}
