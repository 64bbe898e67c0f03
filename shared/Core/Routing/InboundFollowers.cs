using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>Who follows a record because of a mail, and which outsiders the mail names.</summary>
internal static class InboundFollowers
{
    private const int MostCopied = 20;

    /// <summary>
    /// The sender of a mail that makes a record, so that the answers reach them, unless the alias only wants known ones. A stranger who
    /// answers, or writes to a thread that many share, does not follow: they would get the whole discussion from then on.
    /// </summary>
    public static List<Follower> Joining(IncomingMail mail, Route route, RoutingFacts facts)
    {
        var followers = new List<Follower>();
        var contact = MailSender.ContactOf(mail, facts);
        if (
            mail.From is { } from
            && !OwnAddresses.IsOurs(facts.Configuration, from.Address)
            && Follows(route, contact, facts)
        )
        {
            followers.Add(
                new Follower
                {
                    Address = from.Address,
                    Name = contact?.Name ?? from.Name,
                    Internal = contact?.Internal ?? false,
                    Notify = contact?.Notify ?? NotificationChannel.Email,
                }
            );
        }
        // Who wrote the note that is answered hears of the answer.
        if (
            route is Route.Reply { Kind: MessageKind.Note } reply
            && InboundAncestry.ParentOf(reply, facts) is { Author: { Internal: true, Address.Length: > 0 } author }
        )
        {
            followers.Add(
                new Follower
                {
                    Address = author.Address,
                    Name = author.Name,
                    Internal = true,
                }
            );
        }
        foreach (var address in InboundPlanner.AliasOf(route)?.Followers ?? [])
        {
            if (EmailAddress.TryParse(address, out var follower))
                followers.Add(
                    new Follower
                    {
                        Address = follower.Address,
                        Name = follower.Name,
                        Internal = true,
                    }
                );
        }
        // Last: whom the alias makes an internal follower stays that.
        followers.AddRange(CopiedIn(mail, route, facts));
        return [.. followers.DistinctBy(follower => follower.Address)];
    }

    /// <summary>Outsiders in To and Cc, the fields that the readers see: who got the mail by another way is nobody's business.</summary>
    public static List<string> Outsiders(IncomingMail mail, RoutingFacts facts) =>
        [
            .. Shown(mail, facts)
                .DistinctBy(address => address.Address)
                .Take(Notifier.MostShown + 1)
                .Select(address => Notifier.Shown(address.Address, address.Name)),
        ];

    // Where the model says so, and it is no note: a stranger, a forger or a machine brings nobody in.
    private static IEnumerable<Follower> CopiedIn(IncomingMail mail, Route route, RoutingFacts facts)
    {
        var reply = route as Route.Reply;
        var model = reply?.Thread.Head.Model ?? InboundPlanner.AliasOf(route)?.Model;
        if (model is null || facts.Configuration.Models.GetValueOrDefault(model) is not { FollowCc: true })
            return [];
        if (facts.Forged is not null || mail.Automatic is not null || reply is { Kind: MessageKind.Note })
            return [];
        return reply is not null && MailSender.IsStranger(mail, reply.Thread, facts)
            ? []
            : Shown(mail, facts)
                .Take(MostCopied)
                .Select(address => new Follower { Address = address.Address, Name = address.Name });
    }

    private static IEnumerable<EmailAddress> Shown(IncomingMail mail, RoutingFacts facts) =>
        mail
            .HeaderTo.Concat(mail.HeaderCc)
            .Where(address =>
                !OwnAddresses.IsOurs(facts.Configuration, address.Address)
                && facts.Configuration.AliasDomains.All(domain => domain.Name != address.Domain)
            );

    private static bool Follows(Route route, Contact? contact, RoutingFacts facts) =>
        contact is not null
        || (
            facts.Forged is null
            && LoopKey.MakesRecord(route)
            && InboundPlanner.AliasOf(route) is null or { FollowSender: FollowSender.All }
        );
}
