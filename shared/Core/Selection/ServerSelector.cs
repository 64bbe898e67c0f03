using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>
/// Selects the outgoing server of a mail and the From to send it with (P13–P25). The order in which the servers are
/// listed does not matter.
/// </summary>
internal static class ServerSelector
{
    /// <summary>
    /// Never throws: when no server can be used, <see cref="ServerChoice.Refusal"/> gives the reason.
    /// </summary>
    public static ServerChoice Select(ServerRequest request)
    {
        var facts = SelectionFacts.Of(request);
        var choice = Choose(request, facts);
        return choice with { Reasons = () => IneligibleServers(facts).Concat(choice.Reasons()) };
    }

    internal static ServerChoice Refuse(string why) => new() { Refusal = why };

    private static ServerChoice Choose(ServerRequest request, SelectionFacts facts)
    {
        if (request.ExplicitServer is { Length: > 0 } explicitServer)
            return NamedServer.Select(facts, SelectionStep.ExplicitServer, explicitServer);
        if (request is { Bulk: true, BulkServer: { Length: > 0 } bulkServer })
            return NamedServer.Select(facts, SelectionStep.BulkServer, bulkServer);
        return ByRules(facts);
    }

    private static ServerChoice ByRules(SelectionFacts facts)
    {
        if (facts.Candidates.Count == 0)
            return Refuse("There is no active outgoing server and no default server.");
        if (facts.Author.Address is null && facts.Notification is null)
            return Refuse("The From holds no usable address, and there is no notification address to send as.");
        // The last rule matches every server.
        var (rule, chosen) = SelectionRules
            .InOrder(facts)
            .Select(rule => (rule, Chosen: rule.SelectFrom(facts.Candidates)))
            .First(tried => tried.Chosen is not null);
        return Chosen(facts, rule, chosen!) with { Reasons = () => Reasons(facts, rule.Step, chosen!) };
    }

    private static IEnumerable<SelectionReason> Reasons(SelectionFacts facts, SelectionStep decisive, Candidate chosen)
    {
        var reached = true;
        foreach (var rule in SelectionRules.InOrder(facts))
        {
            var reasons = reached
                ? rule.Reasons(facts.Candidates, rule.Step == decisive ? chosen : null)
                : [new SelectionReason(rule.Step, null, null, false, "Not reached.")];
            foreach (var reason in reasons)
                yield return reason;
            reached &= rule.Step != decisive;
        }
    }

    private static ServerChoice Chosen(SelectionFacts facts, SelectionRule rule, Candidate chosen)
    {
        var own = facts.Author.Address;
        var from = rule.AsNotification ? FromRewriter.As(facts.Notification!, facts.Author) : own!;
        return new ServerChoice
        {
            Server = chosen.Server,
            HeaderFrom = from,
            Encapsulated = own?.Address != from.Address,
            Warning = chosen.Filter.Allows(from) ? null : LastResort(chosen.Server, from),
            Failover = Failover.For(facts, chosen, from),
        };
    }

    private static string LastResort(OutgoingServer server, EmailAddress from) =>
        $"No server's filter allows {from.Address}; {server.Name} is used because it is the first by priority.";

    // Told apart by reference: comparing records member by member takes longer than all else where there are many.
    private static IEnumerable<SelectionReason> IneligibleServers(SelectionFacts facts) =>
        from server in facts.All.Except<OutgoingServer>(Taking(facts), ReferenceEqualityComparer.Instance)
        let why = server.Active ? "The default server takes part only when no record is active." : "Inactive."
        select new SelectionReason(SelectionStep.TakesPart, server.Id, server.Name, false, why);

    private static IEnumerable<OutgoingServer> Taking(SelectionFacts facts) =>
        facts.Candidates.Select(candidate => candidate.Server);
}
