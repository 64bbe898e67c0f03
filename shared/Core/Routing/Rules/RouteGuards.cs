using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>Guards against automatic mail (P37, P38). A guard that passes may still change the routes.</summary>
internal static class RouteGuards
{
    // Automatic answers of one sender on one thread within the loop window; an absence is announced once or twice.
    private const int MostAutomatic = 3;

    /// <summary>Refuses automatic mail that would create a record, if so configured; replies are kept.</summary>
    public static Verdict AutomaticMail(Verdict routed, IncomingMail mail, RoutingFacts facts)
    {
        if (mail.Automatic is not { } automatic)
            return Verdict.Pass("A person wrote it.");
        var isNew = routed.Routes.Any(route => route is not (Route.Reply or Route.MissingThread));
        if (!isNew || !facts.Configuration.Parameters.RefuseAutomatic)
            return Verdict.Pass($"Automatic mail ({automatic.Reason}).");
        return new Verdict(JournalState.Refused, $"Automatic mail ({automatic.Reason}) makes no record here.")
        {
            Aliases = routed.Aliases,
        };
    }

    /// <summary>
    /// Two autoresponders on one thread would answer each other for ever: the thread keeps their mails, nobody is
    /// notified.
    /// </summary>
    public static Verdict PingPong(Verdict routed, IncomingMail mail, RoutingFacts facts)
    {
        if (mail.Automatic is null)
            return Verdict.Pass("No automatic mail.");
        var routes = routed.Routes.Select(route => QuietIfRepeated(route, facts)).ToList();
        if (!routes.Exists(route => route is Route.Reply { Quiet: true }))
            return Verdict.Pass($"The sender's automatic answers on the thread are fewer than {MostAutomatic}.");
        var text =
            $"The sender sent {MostAutomatic} automatic answers to the thread lately: nobody is notified of this one.";
        return Verdict.Pass(text) with { Routes = routes };
    }

    private static Route QuietIfRepeated(Route route, RoutingFacts facts)
    {
        if (route is not Route.Reply reply)
            return route;
        var thread = reply.Thread.Head.Key.Partition;
        var answers = LoopGuard
            .Recent(facts.Sender.Recent, facts)
            .Count(sent => sent.Automatic && sent.Threads.Contains(thread));
        return answers >= MostAutomatic ? reply with { Quiet = true } : reply;
    }
}
