using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Rules;

/// <summary>Decides who may write to an alias, for a new record or for a reply through it (P41).</summary>
public static class ContactPolicies
{
    /// <summary>Why an alias refuses the sender; null when it does not.</summary>
    /// <param name="alias">The alias that the mail was sent to.</param>
    /// <param name="record">The answered, forced or parent record, whose followers may write; null without one.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="facts">The facts about the sender.</param>
    public static NoticeKind? Refuses(MailAlias alias, ThreadSnapshot? record, IncomingMail mail, RoutingFacts facts) =>
        alias.ContactPolicy switch
        {
            ContactPolicy.Partners when MailSender.IsStranger(mail, record, facts) => NoticeKind.KnownContactsOnly,
            ContactPolicy.Followers when !MailSender.Follows(mail, record, facts) => NoticeKind.FollowersOnly,
            _ => null,
        };

    /// <summary>The record whose followers may write to an alias.</summary>
    public static ThreadSnapshot? RecordOf(MailAlias alias, RoutingFacts facts) => facts.Thread(RecordKeyOf(alias));

    public static ThreadKey? RecordKeyOf(MailAlias alias) =>
        alias.ForcedThread is { } id ? new ThreadKey(alias.Model, id) : alias.ParentThread;

    public static string Text(NoticeKind kind) =>
        kind == NoticeKind.KnownContactsOnly ? "only known contacts may write to it" : "only followers may write to it";
}
