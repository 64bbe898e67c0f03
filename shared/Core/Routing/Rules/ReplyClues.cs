using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Signing;

namespace Postern.Core.Routing.Rules;

/// <summary>Weighs the clues of a mail: which thread it answers, or whether it is forwarded elsewhere (P26).</summary>
internal static class ReplyClues
{
    /// <summary>
    /// The clue that counts: the first whose thread exists, else the first. Mail that belongs to no record, and records
    /// whose model accepts no mail, cannot be replied to.
    /// </summary>
    public static Clue? Best(RoutingFacts facts)
    {
        var clues = facts.Clues.Where(clue => !clue.IsOpen && CanBeAnswered(clue.Thread.Model, facts)).ToList();
        return clues.Find(clue => facts.Thread(clue.Thread) is not null) ?? (clues.Count > 0 ? clues[0] : null);
    }

    /// <summary>
    /// A clue to another thread that the sender follows, if they do not follow the thread of the best clue.
    /// </summary>
    public static Clue? Contradiction(Clue best, IncomingMail mail, RoutingFacts facts)
    {
        if (MailSender.Follows(mail, facts.Thread(best.Thread), facts))
            return null;
        return facts.Clues.FirstOrDefault(other =>
            !other.IsOpen && other.Thread != best.Thread && MailSender.Follows(mail, facts.Thread(other.Thread), facts)
        );
    }

    /// <summary>Aliases in To that belong to other models than the answered record's.</summary>
    public static IReadOnlyList<MailAlias> ForwardedTo(IncomingMail mail, RoutingFacts facts)
    {
        if ((Best(facts) ?? Open(facts)) is not { } clue)
            return [];
        var others = mail.HeaderTo.Where(address => !IsReplyAddress(address, clue, facts));
        var answered = clue.IsOpen ? ThreadsOf(clue) : [clue.Thread];
        return
        [
            .. AliasRules
                .Of([.. others], facts.Configuration)
                .Where(alias => answered.All(thread => alias.Model != thread.Model)),
        ];
    }

    /// <summary>A clue that we signed, to a thread that can be answered; null without one.</summary>
    public static Clue? Authentic(RoutingFacts facts) =>
        facts.Clues.FirstOrDefault(clue => clue.Authentic && CanBeAnswered(clue.Thread.Model, facts));

    /// <summary>The clue whose Message-Id several mails have, when no other names a thread.</summary>
    public static Clue? Open(RoutingFacts facts) =>
        Best(facts) is null
            ? facts.Clues.FirstOrDefault(clue => clue.IsOpen && CanBeAnswered(clue.Thread.Model, facts))
            : null;

    /// <summary>The threads of an open clue, each once.</summary>
    public static IReadOnlyList<ThreadKey> ThreadsOf(Clue open) =>
        [.. open.Candidates.Select(candidate => candidate.Thread).OfType<ThreadKey>().Distinct()];

    private static bool CanBeAnswered(string model, RoutingFacts facts) =>
        model != ThreadKey.OutboundModel
        && facts.Configuration.Models.GetValueOrDefault(model) is not { TakesMail: false };

    // A record's reply address always means that record, even if its alias creates records of another model by now.
    private static bool IsReplyAddress(EmailAddress address, Clue clue, RoutingFacts facts) =>
        OwnAddresses.Tag(address, ReplyTag.Length) is { } tag
        && facts.Clues.Any(other => other.Kind == ClueKind.Tag && other.Text == tag && other.Thread == clue.Thread);
}
