using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.People;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;

namespace Postern.Core.Routing;

/// <summary>The effects of a mail on what is stored about its sender.</summary>
internal static class SenderHistory
{
    /// <summary>Whether the sender's bounce history is cleared: mail from an address shows that it works.</summary>
    public static bool ClearsBounces(DecidedMail decided)
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
    public static MailSentIn? EntryOf(DecidedMail decided)
    {
        var (mail, raw, decision, facts) = decided;
        // An imported mail must neither trigger the loop guard nor delay those who write now.
        if (raw.Origin.Silent || decision.State == JournalState.Duplicate || MailSender.CountedFor(mail) is null)
            return null;
        var content = CatchallRules.ContentOf(mail, facts);
        var notices = decision.Notices.Where(notice => notice.Withheld is null).ToList();
        if (decision.Routes.Count == 0 && notices.Count == 0 && content is null)
            return null;
        var keys = decision.Routes.ToLookup(LoopKey.MakesRecord, route => LoopKey.Of(route, facts.Configuration));
        return new MailSentIn(raw.Received, Aliases: [.. keys[true]], Threads: [.. keys[false]])
        {
            Notices = [.. notices.Select(notice => notice.Kind.ToString())],
            Automatic = mail.Automatic is not null,
            Content = content,
        };
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
