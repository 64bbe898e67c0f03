using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Rules;

/// <summary>Mail that answers a message of ours: the clues name its thread (P3, P26).</summary>
public static class ReplyRules
{
    /// <summary>A reply that is sent to another model's alias hands the matter on: it makes a record there.</summary>
    public static Verdict Forward(IncomingMail mail, RoutingFacts facts) =>
        ForwardedTo(mail, facts) is { Count: > 0 } others
            ? Verdict.Pass(
                $"Names {ClueOf(facts)!.Thread}, but is sent to {others[0].LocalPart}, an alias of another model: a forward."
            )
            : Verdict.Pass("Not a forward.");

    public static Verdict Reply(IncomingMail mail, RoutingFacts facts)
    {
        if (ClueOf(facts) is not { } clue)
            return Verdict.Pass("Names no message or thread of ours.");
        if (ForwardedTo(mail, facts).Count > 0)
            return Verdict.Pass("A forward is no reply.");
        var thread = facts.Thread(clue.Thread);
        var alias = AliasRules
            .Of(mail.Recipients, facts.Configuration)
            .FirstOrDefault(alias => alias.Model == clue.Thread.Model);
        return Parked(clue, thread, mail, facts)
            ?? Quarantined(clue, alias ?? CreatorOf(thread, facts), facts)
            ?? Refused(clue, alias, thread, mail, facts)
            ?? Held(clue, thread, mail, facts)
            ?? Routed(clue, thread, alias ?? CreatorOf(thread, facts), facts);
    }

    private static Verdict? Parked(Clue clue, ThreadSnapshot? thread, IncomingMail mail, RoutingFacts facts) =>
        Contradiction(clue, thread, mail, facts) is not { } other
            ? null
            : new(
                JournalState.Parked,
                $"{clue.Kind} names {clue.Thread}, {other.Kind} names {other.Thread}, and the sender takes part in the latter only."
            )
            {
                Candidates = [clue.Thread, other.Thread],
            };

    private static Verdict? Quarantined(Clue clue, MailAlias? alias, RoutingFacts facts) =>
        facts.Released || facts.Forged is null || alias is not { ForgedMail: ForgedMail.Quarantine }
            ? null
            : new(
                JournalState.Quarantined,
                $"{clue.Kind} names {clue.Thread}, but the sender is forged ({facts.Forged}), and {alias.LocalPart} takes no such mail."
            )
            {
                Candidates = [clue.Thread],
                Aliases = [alias],
            };

    private static Verdict? Refused(
        Clue clue,
        MailAlias? alias,
        ThreadSnapshot? thread,
        IncomingMail mail,
        RoutingFacts facts
    ) =>
        alias is null || ContactPolicies.Refuses(alias, thread, mail, facts) is not { } refusal
            ? null
            : new(
                JournalState.Refused,
                $"{clue.Kind} names {clue.Thread}, but came through {alias.LocalPart}: {ContactPolicies.Text(refusal)}."
            )
            {
                Notices = [AliasRules.NoticeOf(refusal, alias, facts)],
                Aliases = [alias],
            };

    private static Verdict? Held(Clue clue, ThreadSnapshot? thread, IncomingMail mail, RoutingFacts facts) =>
        facts.Released || !facts.Configuration.Parameters.HoldStrangers || !MailSender.IsStranger(mail, thread, facts)
            ? null
            : new(
                JournalState.Held,
                $"{clue.Kind} names {clue.Thread}, but {mail.From?.Address ?? "the sender"} takes no part in it."
            )
            {
                Candidates = [clue.Thread],
            };

    private static Verdict Routed(Clue clue, ThreadSnapshot? thread, MailAlias? alias, RoutingFacts facts) =>
        new(
            JournalState.Routed,
            $"{clue.Kind} names {clue.Thread}{(thread is null ? ", which is not there and is made" : "")}."
        )
        {
            Routes = [thread is null ? new Route.MissingThread(clue.Thread) : new Route.Reply(thread, KindOf(facts))],
            Aliases = facts.Forged is not null && alias is not null ? [alias] : [],
        };

    /// <summary>Aliases in To of other models than the answered record's.</summary>
    public static IReadOnlyList<MailAlias> ForwardedTo(IncomingMail mail, RoutingFacts facts) =>
        ClueOf(facts) is { } clue
            ?
            [
                .. AliasRules
                    .Of([.. mail.To.Where(address => !IsReplyAddress(address, clue, facts))], facts.Configuration)
                    .Where(alias => alias.Model != clue.Thread.Model),
            ]
            : [];

    // The reply address of a record is no other place, though its alias may make records of another model by now.
    private static bool IsReplyAddress(EmailAddress address, Clue clue, RoutingFacts facts) =>
        OwnAddresses.Tag(address, ReplyTag.Length) is { } tag
        && facts.Clues.Any(other => other.Kind == ClueKind.Tag && other.Text == tag && other.Thread == clue.Thread);

    /// <summary>
    /// The clue that counts: the first whose thread is there, else the first. A mail that belongs to no record, and a model
    /// that takes no mail, cannot be replied to.
    /// </summary>
    public static Clue? ClueOf(RoutingFacts facts)
    {
        var clues = facts
            .Clues.Where(clue =>
                clue.Thread.Model != ThreadKey.OutboundModel
                && facts.Configuration.Models.GetValueOrDefault(clue.Thread.Model) is not { TakesMail: false }
            )
            .ToList();
        return clues.Find(clue => facts.Thread(clue.Thread) is not null) ?? (clues.Count > 0 ? clues[0] : null);
    }

    private static Clue? Contradiction(Clue clue, ThreadSnapshot? thread, IncomingMail mail, RoutingFacts facts) =>
        MailSender.Follows(mail, thread, facts)
            ? null
            : facts.Clues.FirstOrDefault(other =>
                other.Thread != clue.Thread && MailSender.Follows(mail, facts.Thread(other.Thread), facts)
            );

    // A forger who goes round the alias by the catchall still meets what the alias that made the record says.
    private static MailAlias? CreatorOf(ThreadSnapshot? thread, RoutingFacts facts) =>
        thread is { Head: { Alias: { } local, AliasDomain: { } domain } }
            ? AliasIndex.Find(facts.Configuration.Aliases, local).FirstOrDefault(alias => alias.Domain == domain)
            : null;

    /// <summary>What answers a note stays internal, also when only the tag or the marker still says that it was one.</summary>
    public static MessageKind KindOf(RoutingFacts facts) =>
        facts.Clues.Any(clue => clue.Note) ? MessageKind.Note : facts.Parent?.Kind ?? MessageKind.Comment;
}
