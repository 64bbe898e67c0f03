using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Rules;

/// <summary>Mail that answers a message of ours, whose thread its clues name (P3, P26).</summary>
public static class ReplyRules
{
    /// <summary>A reply that is sent to another model's alias is a forward: it creates a record there.</summary>
    public static Verdict Forward(IncomingMail mail, RoutingFacts facts)
    {
        if (ReplyClues.ForwardedTo(mail, facts) is not [var alias, ..])
            return Verdict.Pass("Not a forward.");
        var thread = (ReplyClues.Best(facts) ?? ReplyClues.Open(facts))!.Thread;
        var named = AliasRules.NamedAs(alias, mail, facts);
        return Verdict.Pass($"It answers on {thread}, but is sent to {named}, which makes another model: a forward.");
    }

    public static Verdict Reply(IncomingMail mail, RoutingFacts facts)
    {
        if (ReplyClues.ForwardedTo(mail, facts).Count > 0)
            return Verdict.Pass("A forward is no reply.");
        if (ReplyClues.Best(facts) is not { } clue)
            return ReplyClues.Open(facts) is { } open
                ? Park(open)
                : Verdict.Pass("It answers no message and no thread of ours.");
        var thread = facts.Thread(clue.Thread);
        var aliases = AliasRules.Of(mail.Recipients, facts.Configuration);
        var addressed = aliases.FirstOrDefault(alias => alias.Model == clue.Thread.Model);
        var policy = PolicyOf(mail, thread, clue.Thread.Model, facts);
        return ParkIfContradicted(clue, mail, facts)
            ?? QuarantineIfForged(clue, policy, facts)
            ?? QuarantineIfSpam(clue, policy, facts)
            ?? RefuseByPolicy(clue, addressed, mail, facts)
            ?? HoldIfStranger(clue, mail, facts)
            ?? Accept(clue, thread, policy, facts);
    }

    /// <summary>An answer to a note stays internal, even when only the tag or marker still shows the note.</summary>
    public static MessageKind KindOf(RoutingFacts facts) =>
        facts.Clues.Any(clue => clue.Note) ? MessageKind.Note : facts.Parent?.Kind ?? MessageKind.Comment;

    private static Verdict Park(Clue open)
    {
        var text =
            $"{open.InWords()} names {open.Text}, which {open.Candidates.Count} mails have as their Message-Id, and those who "
            + "write or get this one do not tell which of them it answers.";
        return new Verdict(JournalState.Parked, text) { Candidates = ReplyClues.ThreadsOf(open) };
    }

    private static Verdict? ParkIfContradicted(Clue clue, IncomingMail mail, RoutingFacts facts)
    {
        if (ReplyClues.Contradiction(clue, mail, facts) is not { } other)
            return null;
        var text =
            $"{clue.InWords()} names {clue.Thread}, {other.InWords()} names {other.Thread}, "
            + "and the sender takes part in the latter only.";
        return new Verdict(JournalState.Parked, text) { Candidates = [clue.Thread, other.Thread] };
    }

    private static Verdict? QuarantineIfForged(Clue clue, MailAlias? alias, RoutingFacts facts)
    {
        if (facts.Released || facts.Forged is null || alias is not { ForgedMail: ForgedMail.Quarantine })
            return null;
        var text =
            $"{clue.InWords()} names {clue.Thread}, but the sender is forged ({facts.Forged}), "
            + $"and {alias.LocalPart} takes no such mail.";
        return new Verdict(JournalState.Quarantined, text) { Candidates = [clue.Thread], Aliases = [alias] };
    }

    private static Verdict? QuarantineIfSpam(Clue clue, MailAlias? alias, RoutingFacts facts)
    {
        if (facts is not { Released: false, Content.Spam: { } field } || alias is not { Spam: SpamMail.Quarantine })
            return null;
        var text =
            $"{clue.InWords()} names {clue.Thread}, but it is spam ({field}), and {alias.LocalPart} takes no such mail.";
        return new Verdict(JournalState.Quarantined, text) { Candidates = [clue.Thread], Aliases = [alias] };
    }

    private static Verdict? RefuseByPolicy(Clue clue, MailAlias? alias, IncomingMail mail, RoutingFacts facts)
    {
        if (alias is null || ContactPolicies.Refuses(alias, facts.Thread(clue.Thread), mail, facts) is not { } refusal)
            return null;
        var (why, named) = (ContactPolicies.Text(refusal), AliasRules.NamedAs(alias, mail, facts));
        var text = $"{clue.InWords()} names {clue.Thread}, but it was sent to {named}: {why}.";
        return new Verdict(JournalState.Refused, text)
        {
            Notices = [AliasRules.NoticeOf(refusal, alias, mail, facts)],
            Aliases = [alias],
        };
    }

    private static Verdict? HoldIfStranger(Clue clue, IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Released || !facts.Configuration.Parameters.HoldStrangers)
            return null;
        if (!MailSender.IsStranger(mail, facts.Thread(clue.Thread), facts))
            return null;
        var sender = mail.From?.Address ?? "the sender";
        var text = $"{clue.InWords()} names {clue.Thread}, but {sender} takes no part in it.";
        return new Verdict(JournalState.Held, text) { Candidates = [clue.Thread] };
    }

    private static Verdict Accept(Clue clue, ThreadSnapshot? thread, MailAlias? policy, RoutingFacts facts)
    {
        var missing = thread is null ? ", which is not there and is made" : "";
        return new Verdict(JournalState.Routed, $"{clue.InWords()} names {clue.Thread}{missing}.")
        {
            Routes = [thread is null ? new Route.MissingThread(clue.Thread) : new Route.Reply(thread, KindOf(facts))],
            Aliases = facts.Forged is not null && policy is not null ? [policy] : [],
        };
    }

    /// <summary>
    /// The alias whose settings hold for a reply: the one that it was sent to, else the one that created the record.
    /// </summary>
    public static MailAlias? PolicyOf(IncomingMail mail, ThreadSnapshot? thread, string model, RoutingFacts facts) =>
        AliasRules.Of(mail.Recipients, facts.Configuration).FirstOrDefault(alias => alias.Model == model)
        ?? CreatorOf(thread, facts);

    // A forger cannot avoid the policy of the alias that created the record by writing to the catchall.
    private static MailAlias? CreatorOf(ThreadSnapshot? thread, RoutingFacts facts)
    {
        if (thread is not { Head: { Alias: { } localPart, AliasDomain: { } domain } })
            return null;
        return AliasIndex.Find(facts.Configuration.Aliases, localPart).FirstOrDefault(alias => alias.Domain == domain);
    }
}
