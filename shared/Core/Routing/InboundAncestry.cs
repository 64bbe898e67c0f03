using Postern.Contracts;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>Finds the parent and the references of the message that a mail becomes (RFC 5322 §3.6.4).</summary>
internal static class InboundAncestry
{
    /// <summary>
    /// The answered message, or the latest of its kind where it is not known; null when nothing is answered.
    /// </summary>
    public static ThreadMessage? ParentOf(Route.Reply? reply, RoutingFacts facts)
    {
        if (reply is null)
            return null;
        return KnownParent(reply, facts)
            ?? LatestOn(reply, facts).FirstOrDefault(message => message.Kind == reply.Kind);
    }

    public static IReadOnlyList<string> References(
        IncomingMail mail,
        Route.Reply? reply,
        RoutingFacts facts,
        string own,
        TagKeyRing keys
    )
    {
        if (reply is null)
        {
            // An id of ours names another thread here, and would let every reader of this one write there.
            var foreign = mail
                .References.Concat(mail.InReplyTo)
                .Distinct()
                .Where(id => OwnMessageId.Read(keys, id) is null);
            return Ancestry.OfMail(foreign, mail.MessageId, own);
        }
        return KnownParent(reply, facts) is { } parent
            ? Ancestry.OfParent(reply.Kind, parent, mail.MessageId, own)
            : Ancestry.OfLatest(reply.Kind, [.. LatestOn(reply, facts)], mail.MessageId, own);
    }

    // An answer to a note has no comment as its parent, even where the only id left in the mail names one.
    private static ThreadMessage? KnownParent(Route.Reply reply, RoutingFacts facts)
    {
        if (facts.Parent is not { } parent || !IsOn(parent, reply))
            return null;
        return reply.Kind == MessageKind.Comment || parent.Kind == MessageKind.Note ? parent : null;
    }

    private static IEnumerable<ThreadMessage> LatestOn(Route.Reply reply, RoutingFacts facts) =>
        facts.Latest.Where(message => IsOn(message, reply));

    private static bool IsOn(ThreadMessage message, Route.Reply reply) => message.Thread.Key == reply.Thread.Head.Key;
}
