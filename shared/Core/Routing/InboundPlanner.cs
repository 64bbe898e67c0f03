using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Core.Signing;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>Turns a routing decision into a claim: every thread, message and id that it will make, fixed before the first write.</summary>
public static class InboundPlanner
{
    // A row holds a mebibyte, and the claim all postings of a mail; nobody writes to a thousand followers by hand.
    private const int HaveItLimit = 1000;
    private const int HaveItOfAll = 10_000;

    public static Claim Plan(
        IncomingMail mail,
        StoredMail raw,
        RouteDecision decision,
        RoutingFacts facts,
        ClaimKey key,
        TagKeyRing keys,
        int attempt
    ) =>
        new()
        {
            Owner = raw.Id.Value,
            Fingerprint = mail.Fingerprint,
            State = decision.State,
            Reasons = decision.Reasons,
            Postings =
            [
                .. decision.Routes.Select(route => Posting(mail, raw, route, decision, facts, key, keys, attempt)),
            ],
            Notices =
            [
                .. decision
                    .Notices.Where(notice => Withheld(notice, raw) is null)
                    .Select(notice => NoticePlanner.Plan(notice, mail, raw, facts.Configuration, key, keys, attempt)),
            ],
            Withheld =
            [
                .. decision
                    .Notices.Where(notice => Withheld(notice, raw) is not null)
                    .Select(notice => notice with { Withheld = Withheld(notice, raw) }),
            ],
            Candidates = decision.Candidates,
            // Those that a rule before them kept from being asked too: the same copy again names nothing further.
            Aliases =
            [
                .. decision
                    .Aliases.Union(AliasRules.Addressed(mail, facts))
                    .Select(alias => AliasAddress.Of(alias, facts.Configuration)),
            ],
            Reports = decision.Reports,
            ClearsBounces =
                (facts.Sender.HasBounces || IsNoted(mail, facts))
                && !raw.Origin.Silent
                && facts.Forged is null
                && decision.State
                    is not (
                        JournalState.Bounce
                        or JournalState.Duplicate
                        or JournalState.Ignored
                        or JournalState.Failed
                    ),
            // An import is no storm: it must neither trip the loop guard nor hold up whoever writes now.
            SentIn = raw.Origin.Silent ? null : SentIn(mail, raw, decision, facts),
        };

    // Its history may have been reset before, by a mail to another thread or with an entry of the blacklist; the note of this thread is still there.
    private static bool IsNoted(IncomingMail mail, RoutingFacts facts) =>
        mail.From is { } from
        && facts.Threads.Values.Any(thread =>
            thread.Followers.Any(follower => follower.Bounced is not null && follower.Address == from.Address)
        );

    private static string? Withheld(Notice notice, StoredMail raw) =>
        notice.Withheld
        ?? (raw.Origin.Silent ? "The mail came with the first reading of a mailbox and is older than a day." : null);

    /// <summary>
    /// What the mail is claimed by: its Message-Id. Where that is taken by another mail, what it does beyond that one, so that
    /// a third copy meets the second's claim.
    /// </summary>
    public static ClaimKey KeyOf(
        ClaimKey first,
        IncomingMail mail,
        StoredMail raw,
        RouteDecision decision,
        RoutingFacts facts
    )
    {
        if (facts.Earlier.Count == 0)
            return first;
        return decision.State == JournalState.Duplicate
            ? ClaimKey.OfCopy(first, raw.Id.Value)
            : ClaimKey.OfCopy(
                first,
                $"{mail.Fingerprint} {string.Join(' ', decision.Aliases.Select(alias => AliasAddress.Of(alias, facts.Configuration)))}"
            );
    }

    private static PostingPlan Posting(
        IncomingMail mail,
        StoredMail raw,
        Route route,
        RouteDecision decision,
        RoutingFacts facts,
        ClaimKey key,
        TagKeyRing keys,
        int attempt
    )
    {
        var alias = AliasOf(route);
        var thread = ThreadOf(mail, raw, route, facts.Configuration, key, attempt);
        var message = MessageKey.Create(
            raw.Received,
            Hash.Of(MessageKey.IdLength, "message", key.Text, raw.Id.Value, thread.Key.Partition)
        );
        var reply = route as Route.Reply;
        var messageId = OwnMessageId.Write(keys, thread.Key, message, DomainOf(thread, facts.Configuration));
        var parent = InboundAncestry.ParentOf(reply, facts);
        return new PostingPlan
        {
            Thread = thread,
            Create = reply is null,
            Alias = alias is null ? null : AliasAddress.Of(alias, facts.Configuration),
            Follow = InboundFollowers.Joining(mail, route, facts),
            Recipients = reply is { Quiet: true } || raw.Origin.Silent ? [] : null,
            Message = message.Value,
            Time = raw.Received,
            Kind = reply?.Kind ?? MessageKind.Comment,
            Author = MailSender.AuthorOf(mail, facts.Thread(thread.Key), facts),
            Stranger =
                reply is not null
                && facts.Configuration.Parameters.FlagStrangers
                && MailSender.IsStranger(mail, reply.Thread, facts),
            MessageId = messageId,
            References = InboundAncestry.References(mail, reply, facts, messageId, keys),
            InReplyTo = parent?.MessageId,
            Outsiders = InboundFollowers.Outsiders(mail, facts),
            HaveIt =
            [
                .. mail
                    .Recipients.Take(Math.Min(HaveItLimit, HaveItOfAll / decision.Routes.Count))
                    .Select(address => address.Address),
            ],
        };
    }

    /// <summary>The alias that a mail takes this way through; null for other ways.</summary>
    internal static MailAlias? AliasOf(Route route) =>
        route switch
        {
            Route.NewRecord made => made.Alias,
            Route.ForcedThread forced => forced.Alias,
            _ => null,
        };

    private static ThreadHead ThreadOf(
        IncomingMail mail,
        StoredMail raw,
        Route route,
        GatewayConfiguration configuration,
        ClaimKey key,
        int attempt
    )
    {
        if (route is Route.Reply reply)
            return reply.Thread.Head with { Values = null };
        var alias = AliasOf(route);
        var missing = (route as Route.MissingThread)?.Thread;
        var model = alias?.Model ?? missing?.Model ?? ((Route.Fallback)route).Model;
        var token = ThreadToken.Create(
            key.Partition,
            key.Text,
            missing?.Partition ?? (alias is null ? model : AliasAddress.Of(alias, configuration)),
            attempt
        );
        return new ThreadHead
        {
            Model = model,
            Id = missing?.Id ?? alias?.ForcedThread ?? token,
            Token = token,
            Subject = mail.Subject.Length > 0 ? mail.Subject : "(no subject)",
            AliasDomain = alias?.Domain ?? configuration.DefaultAliasDomain?.Id,
            Alias = alias?.LocalPart,
            Values = alias?.Defaults?.DeepClone() as JsonObject,
            Created = raw.Received,
        };
    }

    private static MailSentIn? SentIn(IncomingMail mail, StoredMail raw, RouteDecision decision, RoutingFacts facts)
    {
        var content = CatchallRules.ContentOf(mail, facts);
        var told = decision
            .Notices.Where(notice => notice.Withheld is null)
            .Select(notice => notice.Kind.ToString())
            .ToList();
        if (
            mail.From is null
            || (decision.Routes.Count == 0 && told.Count == 0 && content is null)
            || decision.State is JournalState.Duplicate
        )
            return null;
        var made = decision.Routes.ToLookup(LoopKey.MakesRecord, route => LoopKey.Of(route, facts.Configuration));
        return new MailSentIn(raw.Received, [.. made[true]], [.. made[false]])
        {
            Notices = told,
            Automatic = mail.Automatic is not null,
            Content = content,
        };
    }

    private static string DomainOf(ThreadHead thread, GatewayConfiguration configuration) =>
        configuration.AliasDomain(thread.AliasDomain)?.Name ?? "postern.invalid";
}
