using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Facts;

/// <summary>
/// Who wrote a mail, by its address alone (P4): the follower of the record, else the contact. Nobody is credited by display
/// name, an address of the gateway's own is nobody's, and forged mail is never an employee's.
/// </summary>
public static class MailSender
{
    /// <summary>The contact who wrote it; null for a stranger.</summary>
    public static Contact? ContactOf(IncomingMail mail, RoutingFacts facts) =>
        facts.Sender.Contact is { Active: true } contact
        && mail.From is { } from
        && !(contact.Internal && facts.Forged is not null)
        && !IsAlias(from, facts)
            ? contact
            : null;

    /// <summary>Whether the sender follows a record. A forged sender follows nothing.</summary>
    public static bool Follows(IncomingMail mail, ThreadSnapshot? record, RoutingFacts facts) =>
        FollowerOf(mail, record, facts) is not null;

    /// <summary>Whether the sender neither follows a record nor is a contact.</summary>
    public static bool IsStranger(IncomingMail mail, ThreadSnapshot? record, RoutingFacts facts) =>
        ContactOf(mail, facts) is null && !Follows(mail, record, facts);

    /// <summary>The author of the message that a mail becomes on a thread.</summary>
    public static MessageAuthor AuthorOf(IncomingMail mail, ThreadSnapshot? record, RoutingFacts facts)
    {
        if (mail.From is not { } from)
            return new MessageAuthor("", mail.FromText, Internal: false);
        var (follower, contact) = (FollowerOf(mail, record, facts), ContactOf(mail, facts));
        return new MessageAuthor(
            from.Address,
            follower?.Name ?? contact?.Name ?? from.Name,
            follower?.Internal ?? contact?.Internal ?? false
        );
    }

    private static bool IsAlias(EmailAddress from, RoutingFacts facts) =>
        OwnAddresses.FindAliases(facts.Configuration, from).Count > 0;

    private static Follower? FollowerOf(IncomingMail mail, ThreadSnapshot? record, RoutingFacts facts) =>
        facts.Forged is null && mail.From is { } from && !IsAlias(from, facts)
            ? record?.Followers.FirstOrDefault(follower => follower.Address == from.Address)
            : null;
}
