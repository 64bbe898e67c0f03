using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>
/// Looks at mail that has found its way, and stops what would go round for ever (P37, P38). A guard that passes may still
/// change where the mail goes.
/// </summary>
internal static class RouteGuards
{
    // Automatic answers of one sender on one thread; a person's absence is told once or twice.
    private const int MostAutomatic = 3;

    /// <summary>New mail that no person wrote is refused where the administrator wants that; as a reply it is kept.</summary>
    public static Verdict AutomaticMail(Verdict routed, IncomingMail mail, RoutingFacts facts)
    {
        if (mail.Automatic is not { } automatic)
            return Verdict.Pass("A person wrote it.");
        var isNew = routed.Routes.Any(route => route is not (Route.Reply or Route.MissingThread));
        return isNew && facts.Configuration.Parameters.RefuseAutomatic
            ? new(JournalState.Refused, $"Automatic mail ({automatic.Reason}) makes no record here.")
            {
                Aliases = routed.Aliases,
            }
            : Verdict.Pass($"Automatic mail ({automatic.Reason}).");
    }

    /// <summary>Two responders on one thread would answer each other for ever: the thread keeps what they say, nobody is told.</summary>
    public static Verdict PingPong(Verdict routed, IncomingMail mail, RoutingFacts facts)
    {
        if (mail.Automatic is null)
            return Verdict.Pass("No automatic mail.");
        var quiet = routed
            .Routes.OfType<Route.Reply>()
            .Where(reply =>
                Recent(facts).Count(sent => sent.Automatic && sent.Threads.Contains(reply.Thread.Head.Key.Partition))
                >= MostAutomatic
            )
            .ToList();
        return quiet.Count == 0
            ? Verdict.Pass($"The sender's automatic answers on the thread are fewer than {MostAutomatic}.")
            : Verdict.Pass(
                $"The sender sent {MostAutomatic} automatic answers to the thread lately: nobody is notified of this one."
            ) with
            {
                Routes =
                [
                    .. routed.Routes.Select(route =>
                        route is Route.Reply reply && quiet.Contains(reply) ? reply with { Quiet = true } : route
                    ),
                ],
            };
    }

    /// <summary>Too many records through one alias, or too many replies on one thread, within the window.</summary>
    public static Verdict Loop(Verdict routed, IncomingMail mail, RoutingFacts facts)
    {
        var parameters = facts.Configuration.Parameters;
        if (facts.Replayed)
            return Verdict.Pass("A person has it decided about again.");
        if (mail.From is not { } from)
            return Verdict.Pass("Nobody to count for: the mail has no sender.");
        if (facts.Configuration.AllowedSenders.Contains(from.Address))
            return Verdict.Pass($"{from.Address} is never stopped.");
        foreach (var route in routed.Routes)
        {
            var count = Count(route, facts);
            if (count < parameters.LoopThreshold)
                continue;
            return new(
                JournalState.Ignored,
                $"{count} of {parameters.LoopThreshold} mails in {parameters.LoopWindow.TotalMinutes} minutes went to {LoopKey.Of(route, facts.Configuration)}: a loop."
            )
            {
                Notices = [NoticeOf(route, mail, facts)],
                Aliases = routed.Aliases,
            };
        }
        return Verdict.Pass(
            $"Fewer than {parameters.LoopThreshold} mails in {parameters.LoopWindow.TotalMinutes} minutes."
        );
    }

    private static int Count(Route route, RoutingFacts facts)
    {
        if (
            LoopKey.ModelOf(route) is { } model
            && facts.Configuration.Models.GetValueOrDefault(model) is { LoopGuard: false }
        )
            return 0;
        var key = LoopKey.Of(route, facts.Configuration);
        if (!LoopKey.MakesRecord(route))
            return Recent(facts).Count(sent => sent.Threads.Contains(key));
        return facts.Configuration.Parameters.LoopScopeIsAlias && facts.Aliases.TryGetValue(key, out var all)
            ? Within(all, facts).Count(sent => sent.Aliases.Contains(key))
            : Recent(facts).Count(sent => sent.Aliases.Contains(key));
    }

    private static IEnumerable<MailSentIn> Recent(RoutingFacts facts) => Within(facts.Sender.Recent, facts);

    private static IEnumerable<MailSentIn> Within(IEnumerable<MailSentIn> mails, RoutingFacts facts) =>
        mails.Where(sent => sent.Time > facts.Received - facts.Configuration.Parameters.LoopWindow);

    private static Notice NoticeOf(Route route, IncomingMail mail, RoutingFacts facts)
    {
        if (route is Route.NewRecord { Alias: var made })
            return AliasRules.NoticeOf(NoticeKind.Loop, made, facts);
        if (route is Route.ForcedThread { Alias: var forced })
            return AliasRules.NoticeOf(NoticeKind.Loop, forced, facts);
        var ours = mail.Recipients.FirstOrDefault(address =>
            OwnAddresses.DomainsOf(facts.Configuration, address).Count > 0
        );
        var domain = ours is null
            ? facts.Configuration.DefaultAliasDomain
            : OwnAddresses.DomainsOf(facts.Configuration, ours)[0];
        return NoticeTexts.Write(
            NoticeKind.Loop,
            ours?.Address ?? (mail.Recipients.Count > 0 ? mail.Recipients[0].Address : "us"),
            domain?.Name ?? "postern.invalid"
        );
    }
}
