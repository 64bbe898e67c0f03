using System.Text.Json.Nodes;
using Postern.Claims;
using Postern.Configuration;
using Postern.Journal;
using Postern.Mail;
using Postern.People;
using Postern.Signing;
using Postern.Storage;
using Postern.Threads;

namespace Postern.Routing;

/// <summary>Turns a routing decision into a claim: every thread, message and id that it will make, fixed before the first write.</summary>
public static class InboundPlanner
{
    private const int ReferenceLimit = 12;

    public static Claim Plan(IncomingMail mail, StoredMail raw, RouteDecision decision, RoutingFacts facts, ClaimKey key, TagKeyRing keys, int attempt) => new()
    {
        Owner = raw.Id.Value,
        Fingerprint = mail.Fingerprint,
        State = decision.State,
        Reasons = decision.Reasons,
        Postings = [.. decision.Routes.Select(route => Posting(mail, raw, route, facts, key, keys, attempt))],
    };

    private static PostingPlan Posting(IncomingMail mail, StoredMail raw, Route route, RoutingFacts facts, ClaimKey key, TagKeyRing keys, int attempt)
    {
        var alias = AliasOf(route);
        var thread = ThreadOf(mail, raw, route, facts.Configuration, key, attempt);
        var message = MessageKey.Create(raw.Received, Hash.Of(MessageKey.IdLength, "message", key.Text, raw.Id.Value, thread.Key.Partition));
        return new PostingPlan
        {
            Thread = thread,
            Create = route is not Route.Reply,
            Alias = alias is null ? null : Router.Address(alias, facts.Configuration),
            Follow = Follow(mail, route, facts),
            Message = message.Value,
            Time = raw.Received,
            Kind = route is Route.Reply reply ? reply.Kind : MessageKind.Comment,
            Author = Author(mail, facts.Sender),
            MessageId = OwnMessageId.Write(keys, thread.Key, message, DomainOf(thread, facts.Configuration)),
            References = [.. mail.References.Concat(mail.InReplyTo).Append(mail.MessageId).OfType<string>().Distinct().TakeLast(ReferenceLimit)],
            HaveIt = [.. mail.Recipients.Select(address => address.Address)],
        };
    }

    private static MailAlias? AliasOf(Route route) => route switch
    {
        Route.NewRecord made => made.Alias,
        Route.ForcedThread forced => forced.Alias,
        _ => null,
    };

    private static ThreadHead ThreadOf(IncomingMail mail, StoredMail raw, Route route, GatewayConfiguration configuration, ClaimKey key, int attempt)
    {
        if (route is Route.Reply reply) return reply.Thread.Head with { Values = null };
        var alias = AliasOf(route);
        var model = alias?.Model ?? ((Route.Fallback)route).Model;
        var token = ThreadToken.Create(key.Partition, key.Text, alias is null ? model : Router.Address(alias, configuration), attempt);
        return new ThreadHead
        {
            Model = model,
            Id = alias?.ForcedThread ?? token,
            Token = token,
            Subject = mail.Subject.Length > 0 ? mail.Subject : "(no subject)",
            AliasDomain = alias?.Domain ?? configuration.DefaultAliasDomain?.Id,
            Alias = alias?.LocalPart,
            Values = alias?.Defaults?.DeepClone() as JsonObject,
            Created = raw.Received,
        };
    }

    // The sender follows a record that the mail makes, so that the answers reach them, unless the alias only wants known ones.
    // A stranger who answers does not: a forwarded mail would give them the whole discussion from then on.
    private static List<Follower> Follow(IncomingMail mail, Route route, RoutingFacts facts)
    {
        var alias = AliasOf(route);
        var followers = new List<Follower>();
        if (mail.From is { } from && !OwnAddresses.IsOurs(facts.Configuration, from.Address) && Follows(route, facts))
        {
            followers.Add(new Follower { Address = from.Address, Name = facts.Sender.Contact?.Name ?? from.Name, Internal = facts.Sender.Contact?.Internal ?? false });
        }
        foreach (var address in alias?.Followers ?? [])
        {
            if (EmailAddress.TryParse(address, out var follower) && followers.All(known => known.Address != follower.Address))
            {
                followers.Add(new Follower { Address = follower.Address, Name = follower.Name, Internal = true });
            }
        }
        return followers;
    }

    private static bool Follows(Route route, RoutingFacts facts) =>
        facts.Sender.Contact is not null || (route is not Route.Reply && (AliasOf(route) is null or { FollowSender: FollowSender.All }));

    // Nobody is credited by display name alone: the name of a known contact wins over the one in the mail (P4).
    private static MessageAuthor Author(IncomingMail mail, SenderFacts sender) =>
        new(mail.From?.Address ?? "", sender.Contact?.Name ?? mail.From?.Name ?? (mail.From is null ? mail.FromText : null), sender.Contact?.Internal ?? false);

    private static string DomainOf(ThreadHead thread, GatewayConfiguration configuration) =>
        configuration.AliasDomain(thread.AliasDomain)?.Name ?? "postern.invalid";
}
