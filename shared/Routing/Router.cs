using Postern.Configuration;
using Postern.Journal;
using Postern.Mail;
using Postern.Threads;

namespace Postern.Routing;

/// <summary>
/// Decides where a mail goes. The rules are asked in order and the first that applies decides; each leaves its reason, so
/// that the journal can say of any mail where it went and why (P26, P30).
/// </summary>
public static class Router
{
    private static readonly IReadOnlyList<Func<IncomingMail, RoutingFacts, Verdict>> Rules =
    [
        Unusable, OwnMail, Duplicate, Bounce, Reply, Alias, Fallback, Catchall,
    ];

    public static RouteDecision Decide(IncomingMail mail, RoutingFacts facts)
    {
        var trace = new List<Reason>();
        foreach (var rule in Rules)
        {
            var verdict = rule(mail, facts);
            trace.Add(new Reason(rule.Method.Name, verdict.State is not null, verdict.Text));
            if (verdict.State is { } state) return new RouteDecision(state, trace, verdict.Routes);
        }
        trace.Add(new Reason("Unroutable", true, $"Nothing takes mail to {Names(mail.Recipients)}: no reply, no alias, no fallback model."));
        return new RouteDecision(JournalState.Refused, trace, []);
    }

    private static Verdict Unusable(IncomingMail mail, RoutingFacts facts) =>
        mail.Problem is { } problem ? new(JournalState.Failed, problem) : Verdict.Pass("The mail can be read.");

    private static Verdict OwnMail(IncomingMail mail, RoutingFacts facts) =>
        facts.IsOwnMail ? new(JournalState.Ignored, $"Message-Id {mail.MessageId} is one of ours: our own mail came back.") : Verdict.Pass("Not our own mail.");

    private static Verdict Duplicate(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Earlier is not { } earlier) return Verdict.Pass("No mail with this Message-Id came before.");
        if (earlier.Fingerprint != mail.Fingerprint) return Verdict.Pass($"Mail {earlier.Owner} has the same Message-Id and other content: both are taken.");
        var seen = earlier.Postings.Select(posting => posting.Alias).ToHashSet();
        return AliasesOf(mail, facts.Configuration).Any(alias => !seen.Contains(Address(alias, facts.Configuration)))
            && earlier.Postings.Any(posting => posting.Alias is not null)
            ? Verdict.Pass($"A copy of mail {earlier.Owner} that names a further alias.")
            : new(JournalState.Duplicate, $"A copy of mail {earlier.Owner}: the same Message-Id, From, Date and body.");
    }

    private static Verdict Bounce(IncomingMail mail, RoutingFacts facts) =>
        mail.Recipients.FirstOrDefault(address => OwnAddresses.IsBounce(facts.Configuration, address)) is { } bounce
            ? new(JournalState.Bounce, $"Sent to the bounce address {bounce.Address}.") : Verdict.Pass("Not sent to a bounce address.");

    private static Verdict Reply(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Clues.Count == 0) return Verdict.Pass("Names no message or thread of ours.");
        var clue = facts.Clues[0];
        var thread = facts.Threads[clue.Thread.Partition];
        var aliases = AliasesOf(mail.To, facts.Configuration);
        if (aliases.Count > 0 && aliases.All(alias => alias.Model != clue.Thread.Model))
        {
            return Verdict.Pass($"Names {clue.Thread}, but is sent to {aliases[0].LocalPart}, an alias of another model: a forward.");
        }
        var kind = facts.ParentKind == MessageKind.Note ? MessageKind.Note : MessageKind.Comment;
        return new(JournalState.Routed, $"{clue.Kind} names {clue.Thread}.", new Route.Reply(thread, kind));
    }

    private static Verdict Alias(IncomingMail mail, RoutingFacts facts)
    {
        var aliases = AliasesOf(mail, facts.Configuration);
        if (aliases.Count == 0) return Verdict.Pass($"No alias among {Names(mail.Recipients)}.");
        var done = facts.Earlier is { } earlier && earlier.Fingerprint == mail.Fingerprint ? earlier.Postings.Select(posting => posting.Alias).ToHashSet() : [];
        var routes = aliases.Where(alias => !done.Contains(Address(alias, facts.Configuration)))
            .Select(Route (alias) => alias.ForcedThread is null ? new Route.NewRecord(alias) : new Route.ForcedThread(alias)).ToArray();
        return new(JournalState.Routed, $"Sent to {string.Join(", ", aliases.Select(alias => Address(alias, facts.Configuration)))}.", routes);
    }

    private static Verdict Fallback(IncomingMail mail, RoutingFacts facts) =>
        facts.Origin.FallbackModel is { } model
            ? new(JournalState.Routed, $"The mailbox makes a {model} of mail that nothing else takes.", new Route.Fallback(model))
            : Verdict.Pass("The mailbox has no fallback model.");

    private static Verdict Catchall(IncomingMail mail, RoutingFacts facts) =>
        mail.Recipients.FirstOrDefault(address => OwnAddresses.IsCatchall(facts.Configuration, address)) is { } catchall
            ? new(JournalState.Refused, $"Sent to {catchall.Address}, which only collects replies, and answers nothing that we know.")
            : Verdict.Pass("Not sent to a catchall address.");

    /// <summary>The aliases that a mail names, each once, in a fixed order: the order of recipients changes nothing.</summary>
    private static List<MailAlias> AliasesOf(IncomingMail mail, GatewayConfiguration configuration) => AliasesOf(mail.Recipients, configuration);

    private static List<MailAlias> AliasesOf(IReadOnlyList<EmailAddress> addresses, GatewayConfiguration configuration) =>
        [.. addresses.SelectMany(address => OwnAddresses.FindAliases(configuration, address)).Distinct()
            .OrderBy(alias => alias.Model, StringComparer.Ordinal).ThenBy(alias => alias.Domain, StringComparer.Ordinal).ThenBy(alias => alias.LocalPart, StringComparer.Ordinal)];

    /// <summary>The alias's full address, by the current name of its domain.</summary>
    internal static string Address(MailAlias alias, GatewayConfiguration configuration) =>
        $"{alias.LocalPart}@{configuration.AliasDomains.FirstOrDefault(domain => domain.Id == alias.Domain)?.Name ?? alias.Domain}";

    private static string Names(IReadOnlyList<EmailAddress> addresses) =>
        addresses.Count == 0 ? "nobody" : string.Join(", ", addresses.Select(address => address.Address));

    /// <summary>What one rule says: a state decides, no state passes on to the next rule.</summary>
    private sealed record Verdict(JournalState? State, string Text, params IReadOnlyList<Route> Routes)
    {
        public static Verdict Pass(string text) => new(null, text);
    }
}
