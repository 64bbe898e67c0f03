using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.People;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;

namespace Postern.Core.Routing;

/// <summary>The effects of a mail on what is stored about its sender.</summary>
public static class SenderHistory
{
    /// <summary>Whether the sender's bounce history is cleared: mail from an address shows that it works.</summary>
    internal static bool ClearsBounces(DecidedMail decided)
    {
        var (mail, raw, decision, facts) = decided;
        if (raw.Origin.Silent || facts.Forged is not null || mail.From is null)
            return false;
        var isUsable =
            decision.State
            is not (JournalState.Bounce or JournalState.Duplicate or JournalState.Ignored or JournalState.Failed);
        return isUsable && (facts.Sender.HasBounces || IsNotedOnThread(mail, facts));
    }

    /// <summary>The entry that the loop guard and the notice limits count; null when the mail does not count.</summary>
    internal static MailSentIn? EntryOf(DecidedMail decided)
    {
        var (mail, raw, decision, facts) = decided;
        // An imported mail must neither trigger the loop guard nor delay those who write now.
        if (raw.Origin.Silent || decision.State == JournalState.Duplicate)
            return null;
        var person = decision.Routes.Any(LoopKey.MakesRecord) ? facts.AnswersReach?.Address.Address : null;
        if (person is null && MailSender.CountedFor(mail) is null)
            return null;
        var content = CatchallRules.ContentOf(mail, facts);
        var notices = decision.Notices.Where(notice => notice.Withheld is null).ToList();
        if (decision.Routes.Count == 0 && notices.Count == 0 && content is null)
            return null;
        var keys = decision.Routes.ToLookup(LoopKey.MakesRecord, route => LoopKey.Of(route, facts.Configuration));
        return new MailSentIn(raw.Received, Aliases: [.. keys[true]], Threads: [.. keys[false]])
        {
            Notices = [.. notices.Select(notice => notice.Kind.ToString())],
            ReplyTo = person,
            Automatic = mail.Automatic is not null,
            Content = content,
        };
    }

    /// <summary>
    /// The entries of a mail by the address that each is kept at: its sender, the person in its Reply-To, whom its
    /// notices went to, and with <c>mail.gateway.loop.scope=alias</c> its aliases.
    /// </summary>
    public static IReadOnlyDictionary<string, MailSentIn> EntriesOf(IncomingMail mail, Claim claim, bool byAlias)
    {
        var entries = new Dictionary<string, MailSentIn>();
        if (claim.SentIn is not { } sent)
            return entries;
        foreach (var alias in byAlias ? sent.Aliases : [])
            entries[alias] = new MailSentIn(sent.Time, [alias], []);
        foreach (var recipient in claim.Notices.Select(plan => plan.Notice.Recipient!))
            entries[recipient] = new MailSentIn(sent.Time, [], []) { Notices = sent.Notices };
        if (sent.ReplyTo is { } person)
            entries[person] = sent with { ReplyTo = null, Notices = entries.GetValueOrDefault(person)?.Notices ?? [] };
        if (MailSender.CountedFor(mail) is { } from)
            entries[from.Address] = sent;
        return entries;
    }

    // The bounces of the address may be forgotten already, while a thread of this mail still notes one at its follower.
    private static bool IsNotedOnThread(IncomingMail mail, RoutingFacts facts)
    {
        if (mail.From is not { } from)
            return false;
        var followers = facts.Threads.Values.SelectMany(thread => thread.Followers);
        return followers.Any(follower => follower.Bounced is not null && follower.Address == from.Address);
    }
}
