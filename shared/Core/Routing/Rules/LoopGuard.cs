using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>Stops a sender who sends too many mails within the loop window (P37).</summary>
internal static class LoopGuard
{
    /// <summary>Too many records through one alias, or too many replies on one thread, within the window.</summary>
    public static Verdict Loop(Verdict routed, IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Replayed)
            return Verdict.Pass("A person has it decided about again.");
        if (MailSender.CountedFor(mail) is not { } from)
            return Verdict.Pass("Nobody to count for: the mail has no sender.");
        if (mail.From is not null && facts.Configuration.AllowedSenders.Contains(from.Address))
            return Verdict.Pass($"{from.Address} is never stopped.");
        var parameters = facts.Configuration.Parameters;
        var limit = $"{parameters.LoopThreshold} mails in {parameters.LoopWindow.TotalMinutes} minutes";
        foreach (var route in routed.Routes)
        {
            var count = Count(route, facts);
            if (count < parameters.LoopThreshold)
                continue;
            var came = count == 1 ? "1 mail" : $"{count} mails";
            var text =
                $"{came} went to {LoopKey.Of(route, facts.Configuration)} already, "
                + $"and the limit is {limit}: it is taken for a loop.";
            return new Verdict(JournalState.Ignored, text)
            {
                Notices = [NoticeOf(route, mail, facts)],
                Aliases = routed.Aliases,
            };
        }
        return Verdict.Pass($"Fewer than {limit}.");
    }

    /// <summary>Those mails that were accepted within the loop window.</summary>
    public static IEnumerable<MailSentIn> Recent(IEnumerable<MailSentIn> mails, RoutingFacts facts)
    {
        var since = facts.Received - facts.Configuration.Parameters.LoopWindow;
        return mails.Where(sent => sent.Time > since);
    }

    private static int Count(Route route, RoutingFacts facts)
    {
        if (
            LoopKey.ModelOf(route) is { } model
            && facts.Configuration.Models.GetValueOrDefault(model) is { LoopGuard: false }
        )
            return 0;
        var key = LoopKey.Of(route, facts.Configuration);
        var ofSender = Recent(facts.Sender.Recent, facts);
        if (!LoopKey.MakesRecord(route))
            return ofSender.Count(sent => sent.Threads.Contains(key));
        var ofEverybody = facts.Configuration.Parameters.LoopScopeIsAlias ? facts.Aliases.GetValueOrDefault(key) : null;
        var counted = ofEverybody is null ? ofSender : Recent(ofEverybody, facts);
        return counted.Count(sent => sent.Aliases.Contains(key));
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
        return NoticeTexts.Write(NoticeKind.Loop, address?.Address ?? "us", domain?.Name ?? "postern.invalid");
    }
}
