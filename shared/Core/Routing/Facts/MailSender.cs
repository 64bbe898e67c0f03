using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Facts;

/// <summary>
/// Identifies the author of a mail by the address alone (P4): the follower of the record, else the contact. A display
/// name identifies nobody, neither does an address of the gateway's own. Only verified mail comes from an employee.
/// </summary>
public static class MailSender
{
    /// <summary>
    /// Whom the guards count a mail for: its author, else the reverse path, which is believed for nothing else.
    /// </summary>
    public static EmailAddress? CountedFor(IncomingMail mail) => mail.From ?? mail.ReturnPath;

    /// <summary>The sender's contact; null for a stranger.</summary>
    public static Contact? ContactOf(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Sender.Contact is not { Active: true } contact || mail.From is not { } from)
            return null;
        var isForgedEmployee = contact.Internal && facts.Forged is not null;
        return isForgedEmployee || IsAlias(from, facts) ? null : contact;
    }

    /// <summary>Whether the sender follows a record; a forged sender never does.</summary>
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
        var follower = FollowerOf(mail, record, facts);
        var contact = ContactOf(mail, facts);
        var name = follower?.Name ?? contact?.Name ?? from.Name;
        var isEmployee = follower?.Internal ?? contact?.Internal ?? false;
        return new MessageAuthor(from.Address, name, isEmployee && facts.BelievesEmployees);
    }

    private static Follower? FollowerOf(IncomingMail mail, ThreadSnapshot? record, RoutingFacts facts)
    {
        if (facts.Forged is not null || mail.From is not { } from || IsAlias(from, facts))
            return null;
        return record?.Followers.FirstOrDefault(follower => follower.Address == from.Address);
    }

    private static bool IsAlias(EmailAddress from, RoutingFacts facts) =>
        OwnAddresses.FindAliases(facts.Configuration, from).Count > 0;
}
