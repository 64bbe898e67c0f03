using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Tests.Vectors;

/// <summary>Differences in which thread and which message a mail answers.</summary>
internal static class ReplyDeviations
{
    public static IReadOnlyList<RoutingRule> Rules { get; } =
    [
        new(
            "ids without angle brackets",
            "Some programs leave the brackets of RFC 5322 §3.6.4 out; the id is known all the same.",
            mail => mail.WithBrackets() != mail,
            mail => mail.WithBrackets()
        ),
        new(
            "the last known reference",
            "Of several known references the last is the answered one; Odoo takes the newest message of all.",
            mail => LastReference(mail) is { } last && last != mail.Answered,
            mail => mail with { Answered = LastReference(mail) }
        ),
        new(
            "In-Reply-To beside References",
            "In-Reply-To counts too if no reference is known; Odoo reads it only without any references.",
            mail => mail.Answered is null && LastReference(mail) is null && InReplyTo(mail) is not null,
            mail => mail with { Answered = InReplyTo(mail) }
        ),
        new(
            "the message that is answered",
            "Without In-Reply-To it is the last known reference, as clients write it; Odoo takes the newest message.",
            mail => ParentOf(mail) is { } parent && parent != mail.Parent,
            mail => mail with { Parent = ParentOf(mail) }
        ),
        new(
            "a note for internal followers",
            "A note is for all internal followers; followers in Odoo do not follow notes by default.",
            mail => mail.Parent is { Kind: MessageKind.Note },
            mail => mail with { NotesForFollowers = true }
        ),
        new(
            "clues that contradict each other",
            "Two threads are named, and the sender follows only the less certain one: the mail waits for a person.",
            ContradictsItself,
            mail => mail with { Instead = "parked" }
        ),
    ];

    private static ThreadKey? LastReference(PlainInbound mail) => Known(mail, mail.Mail.References.Reverse());

    private static ThreadKey? InReplyTo(PlainInbound mail) => Known(mail, mail.Mail.InReplyTo);

    private static ThreadKey? Known(PlainInbound mail, IEnumerable<string> ids) =>
        ids.Select(id => mail.World.Gateway.Messages.GetValueOrDefault(id)?.Thread.Key)
            .FirstOrDefault(key => key is { Model: not ThreadKey.OutboundModel });

    private static ThreadMessage? ParentOf(PlainInbound mail) =>
        mail
            .Mail.InReplyTo.Concat(mail.Mail.References.Reverse())
            .Select(id => mail.World.Gateway.Messages.GetValueOrDefault(id))
            .FirstOrDefault(message => message is not null);

    private static bool ContradictsItself(PlainInbound mail) =>
        mail is { Duplicate: false, AnswersNotice: false, Bounce: false, Answered: { } answered }
        && InReplyTo(mail) is { } other
        && other != answered
        && !mail.Follows(answered)
        && mail.Follows(other)
        && !IsForward(mail, answered);

    private static bool IsForward(PlainInbound mail, ThreadKey answered) =>
        PlainRouting.AliasesOf(mail, mail.Forwarded).Any(alias => alias.Model != answered.Model);
}
