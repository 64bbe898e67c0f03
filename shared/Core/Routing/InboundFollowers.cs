using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>Decides who follows a record because of a mail.</summary>
internal static class InboundFollowers
{
    private const int MostCopied = 20;

    /// <summary>The new followers, each address once.</summary>
    public static IReadOnlyList<Follower> Joining(IncomingMail mail, Route route, RoutingFacts facts)
    {
        IEnumerable<Follower?> followers =
        [
            PersonOf(route, facts) ?? SenderOf(mail, route, facts),
            NoteAuthorOf(route, facts),
            .. OfAlias(route.AcceptingAlias),
            // Last, so that an internal follower of the alias stays internal.
            .. CopiedIn(mail, route, facts),
        ];
        return [.. followers.OfType<Follower>().DistinctBy(follower => follower.Address)];
    }

    // Whom an answer to a new record reaches, where that is not the From.
    private static Follower? PersonOf(Route route, RoutingFacts facts)
    {
        if (Correspondent.Of(route, facts) is not { } target)
            return null;
        var contact = target.Known.Contact is { Active: true } known ? known : null;
        if (contact is null && !MayStrangerFollow(route, facts))
            return null;
        return new Follower
        {
            Address = target.Address.Address,
            Name = contact?.Name ?? target.Address.Name,
            Notify = contact?.Notify ?? NotificationChannel.Email,
        };
    }

    private static Follower? SenderOf(IncomingMail mail, Route route, RoutingFacts facts)
    {
        var contact = MailSender.ContactOf(mail, facts);
        if (mail.From is not { } from || OwnAddresses.IsOurs(facts.Configuration, from.Address))
            return null;
        if (contact is null && !MayStrangerFollow(route, facts))
            return null;
        return new Follower
        {
            Address = from.Address,
            Name = contact?.Name ?? from.Name,
            Internal = contact?.Internal ?? false,
            Notify = contact?.Notify ?? NotificationChannel.Email,
        };
    }

    // A stranger follows the record that their own mail creates, to get the answers. One who replies, or writes to a
    // thread that many share, does not follow: they would get the whole discussion from then on.
    private static bool MayStrangerFollow(Route route, RoutingFacts facts) =>
        facts.Forged is null
        && LoopKey.MakesRecord(route)
        && route.AcceptingAlias is null or { FollowSender: FollowSender.All };

    // The author of a note is notified of the answers to it.
    private static Follower? NoteAuthorOf(Route route, RoutingFacts facts)
    {
        if (route is not Route.Reply { Kind: MessageKind.Note } reply)
            return null;
        return InboundAncestry.ParentOf(reply, facts)?.Author is { Internal: true, Address.Length: > 0 } author
            ? InternalFollower(author.Address, author.Name)
            : null;
    }

    private static IEnumerable<Follower> OfAlias(MailAlias? alias)
    {
        foreach (var text in alias?.Followers ?? [])
        {
            if (EmailAddress.TryParse(text, out var address))
                yield return InternalFollower(address.Address, address.Name);
        }
    }

    private static Follower InternalFollower(string address, string? name) =>
        new()
        {
            Address = address,
            Name = name,
            Internal = true,
        };

    // Outsiders in To and Cc, when the model wants them to follow.
    private static IEnumerable<Follower> CopiedIn(IncomingMail mail, Route route, RoutingFacts facts)
    {
        var reply = route as Route.Reply;
        var model = reply?.Thread.Head.Model ?? route.AcceptingAlias?.Model;
        if (model is null || facts.Configuration.Models.GetValueOrDefault(model) is not { FollowCc: true })
            return [];
        var isTrusted =
            facts.Forged is null
            && mail.Automatic is null
            && (reply is null || !MailSender.IsStranger(mail, reply.Thread, facts));
        if (!isTrusted || reply is { Kind: MessageKind.Note })
            return [];
        return DirectRecipients
            .VisibleOutsiders(mail, facts)
            .Where(address => mail.Lists.All(list => list.Address != address.Address))
            .Take(MostCopied)
            .Select(address => new Follower { Address = address.Address, Name = address.Name });
    }
}
