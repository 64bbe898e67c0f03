using Postern.Contracts;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>What the message that a mail becomes answers and refers to.</summary>
internal static class InboundAncestry
{
    /// <summary>The answered message; where it is not known, the latest one of the same kind; null when nothing is answered.</summary>
    public static ThreadMessage? ParentOf(Route.Reply? reply, RoutingFacts facts) =>
        reply is null
            ? null
            : Known(reply, facts) ?? Latest(reply, facts).FirstOrDefault(message => message.Kind == reply.Kind);

    public static IReadOnlyList<string> References(
        IncomingMail mail,
        Route.Reply? reply,
        RoutingFacts facts,
        string own,
        TagKeyRing keys
    )
    {
        // An id of ours names another thread here, and would let whoever reads it write there.
        if (reply is null)
            return Ancestry.OfMail(
                mail.References.Concat(mail.InReplyTo).Distinct().Where(id => OwnMessageId.Read(keys, id) is null),
                mail.MessageId,
                own
            );
        return Known(reply, facts) is { } parent
            ? Ancestry.OfParent(reply.Kind, parent, mail.MessageId, own)
            : Ancestry.OfLatest(reply.Kind, [.. Latest(reply, facts)], mail.MessageId, own);
    }

    // What answers a note answers no comment, though ids that are left may name one.
    private static ThreadMessage? Known(Route.Reply reply, RoutingFacts facts) =>
        IsOn(facts.Parent, reply) && (reply.Kind == MessageKind.Comment || facts.Parent!.Kind == MessageKind.Note)
            ? facts.Parent
            : null;

    private static IEnumerable<ThreadMessage> Latest(Route.Reply reply, RoutingFacts facts) =>
        facts.Latest.Where(message => IsOn(message, reply));

    private static bool IsOn(ThreadMessage? message, Route.Reply reply) => message?.Thread.Key == reply.Thread.Head.Key;
}
