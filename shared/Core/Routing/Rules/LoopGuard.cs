using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>
/// Stops a sender who sends too many mails within the loop window (P37). Many people write through one form or group:
/// there each Reply-To is counted like a sender, and the From stops the rest at ten times as many.
/// </summary>
internal static class LoopGuard
{
    private const int PeopleOfForm = 10;

    // No more is known of one address.
    private const int MostCounted = 1000;

    /// <summary>Too many records through one alias, or too many replies on one thread, within the window.</summary>
    public static Verdict Loop(Verdict routed, IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Replayed)
            return Verdict.Pass("A person has it decided about again.");
        if (MailSender.CountedFor(mail) is null && facts.AnswersReach is null)
            return Verdict.Pass("Nobody to count for: the mail has no sender.");
        if (mail.From is { } from && facts.Configuration.AllowedSenders.Contains(from.Address))
            return Verdict.Pass($"{from.Address} is never stopped.");
        var minutes = facts.Configuration.Parameters.LoopWindow.TotalMinutes;
        var all = routed.Routes.SelectMany(route => Counts(route, facts).Select(counted => (route, counted)));
        foreach (var (route, (count, limit)) in all.Where(each => each.counted.Count >= each.counted.Limit))
        {
            var came = count == 1 ? "1 mail" : $"{count} mails";
            var text =
                $"{came} went to {LoopKey.Of(route, facts.Configuration)} already, "
                + $"and the limit is {limit} mails in {minutes} minutes: it is taken for a loop.";
            return new Verdict(JournalState.Ignored, text)
            {
                Notices = [NoticeOf(route, mail, facts)],
                Aliases = routed.Aliases,
            };
        }
        return Verdict.Pass($"Fewer than {facts.Configuration.Parameters.LoopThreshold} mails in {minutes} minutes.");
    }

    /// <summary>Those mails that were accepted within the loop window.</summary>
    public static IEnumerable<MailSentIn> Recent(IEnumerable<MailSentIn> mails, RoutingFacts facts)
    {
        var since = facts.Received - facts.Configuration.Parameters.LoopWindow;
        return mails.Where(sent => sent.Time > since);
    }

    // The earlier mails that a route is counted with, and how many of them are a loop.
    private static IEnumerable<(int Count, int Limit)> Counts(Route route, RoutingFacts facts)
    {
        var isUncounted =
            LoopKey.ModelOf(route) is { } model
            && facts.Configuration.Models.GetValueOrDefault(model) is { LoopGuard: false };
        if (isUncounted)
            return [];
        var key = LoopKey.Of(route, facts.Configuration);
        var (parameters, threshold) = (facts.Configuration.Parameters, facts.Configuration.Parameters.LoopThreshold);
        if (!LoopKey.MakesRecord(route))
            return [(Recent(facts.Sender.Recent, facts).Count(sent => sent.Threads.Contains(key)), threshold)];
        if (parameters.LoopScopeIsAlias && facts.Aliases.GetValueOrDefault(key) is { } ofEverybody)
            return [(CountOf(ofEverybody), threshold)];
        var ofPerson = facts.AnswersReach?.Known.Recent ?? facts.Sender.Recent.Where(sent => sent.ReplyTo is null);
        var ofForm = Math.Max(threshold, Math.Min(PeopleOfForm * threshold, MostCounted));
        return [(CountOf(ofPerson), threshold), (CountOf(facts.Sender.Recent), ofForm)];

        int CountOf(IEnumerable<MailSentIn> mails) => Recent(mails, facts).Count(sent => sent.Aliases.Contains(key));
    }

    private static Notice NoticeOf(Route route, IncomingMail mail, RoutingFacts facts)
    {
        if (route.AcceptingAlias is { } alias)
            return AliasRules.NoticeOf(NoticeKind.Loop, alias, mail, facts);
        var ours = mail.Recipients.FirstOrDefault(address =>
            OwnAddresses.DomainsOf(facts.Configuration, address).Count > 0
        );
        var domain = ours is null
            ? facts.Configuration.DefaultAliasDomain
            : OwnAddresses.DomainsOf(facts.Configuration, ours)[0];
        var address = ours ?? (mail.Recipients.Count > 0 ? mail.Recipients[0] : null);
        var words = facts.Configuration.WordsOf(domain, mail.Language);
        return NoticeTexts.Write(NoticeKind.Loop, address?.Address ?? "us", domain?.Name ?? "postern.invalid", words);
    }
}
