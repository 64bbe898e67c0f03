using System.Collections.Immutable;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>
/// Chooses the server that a mail leaves through and the From it carries there (P13–P25). Pure: the same request has the same answer,
/// and the order in which the servers are listed does not matter.
/// </summary>
internal static class ServerSelector
{
    /// <summary>Chooses. Never fails: when no server can be used, <see cref="ServerChoice.Refusal"/> says why.</summary>
    public static ServerChoice Select(ServerRequest request)
    {
        var facts = SelectionFacts.Of(request);
        var choice = (request.ExplicitServer, request) switch
        {
            ({ Length: > 0 } id, _) => NamedServer.Select(facts, SelectionStep.ExplicitServer, id),
            (_, { Bulk: true, BulkServer: { Length: > 0 } id }) => NamedServer.Select(
                facts,
                SelectionStep.BulkServer,
                id
            ),
            _ => InOrder(facts),
        };
        return choice with { Trace = [.. TakingPart(facts), .. choice.Trace] };
    }

    private static ServerChoice InOrder(SelectionFacts facts)
    {
        if (facts.Candidates.Count == 0)
            return Refuse("There is no active outgoing server and no default server.", []);
        if (facts.Author.Address is null && facts.Notification is null)
            return Refuse("The From holds no usable address, and there is no notification address to send as.", []);
        var trace = ImmutableArray.CreateBuilder<SelectionReason>();
        SelectionRule? taken = null;
        Candidate? chosen = null;
        foreach (var rule in SelectionRule.InOrder(facts))
        {
            if (taken is not null)
            {
                trace.Add(new SelectionReason(rule.Step, null, null, false, "Not reached."));
                continue;
            }

            chosen = rule.Applies ? facts.Candidates.FirstOrDefault(rule.Takes) : null;
            if (chosen is not null)
                taken = rule;
            trace.AddRange(rule.Reasons(facts.Candidates, chosen));
        }

        return Chosen(facts, taken!, chosen!, trace.ToImmutable());
    }

    private static ServerChoice Chosen(
        SelectionFacts facts,
        SelectionRule rule,
        Candidate chosen,
        ImmutableArray<SelectionReason> trace
    )
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
            Trace = trace,
        };
    }

    private static string LastResort(OutgoingServer server, EmailAddress from) =>
        $"No server's filter allows {from.Address}; {server.Name} is used because it is the first by priority.";

    private static IEnumerable<SelectionReason> TakingPart(SelectionFacts facts) =>
        from server in facts.All
        where facts.Candidates.All(candidate => candidate.Server != server)
        let why = server.Active ? "The default server takes part only when no record is active." : "Inactive."
        select new SelectionReason(SelectionStep.TakesPart, server.Id, server.Name, false, why);

    internal static ServerChoice Refuse(string why, ImmutableArray<SelectionReason> trace) =>
        new() { Refusal = why, Trace = trace };
}
