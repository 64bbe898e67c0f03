using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>
/// Selects the server that the mail or <c>mail.bulk.server</c> names. No other server replaces it, and it is not used
/// for a From that its filter excludes.
/// </summary>
internal static class NamedServer
{
    public static ServerChoice Select(SelectionFacts facts, SelectionStep step, string id)
    {
        var named = facts.All.FirstOrDefault(server => server.Id == id);
        if (named is null)
            return Refuse(facts, step, null, $"There is no outgoing server '{id}'.");
        var candidate = facts.Candidates.FirstOrDefault(eligible => eligible.Server == named);
        if (candidate is null)
            return Refuse(facts, step, named, $"The outgoing server {named.Name} does not take part: {WhyNot(named)}");
        var (from, why) = FromOn(facts, candidate);
        if (from is null)
            return Refuse(facts, step, named, $"The outgoing server {named.Name} cannot be used: {why}");
        return new ServerChoice
        {
            Server = named,
            HeaderFrom = from,
            Encapsulated = facts.Author.Address?.Address != from.Address,
            Reasons = Reasons(facts, named, new SelectionReason(step, named.Id, named.Name, true, why)),
        };
    }

    private static ServerChoice Refuse(SelectionFacts facts, SelectionStep step, OutgoingServer? named, string why) =>
        ServerSelector.Refuse(why) with
        {
            Reasons = Reasons(facts, named, new SelectionReason(step, named?.Id, named?.Name, false, why)),
        };

    private static (EmailAddress? From, string Why) FromOn(SelectionFacts facts, Candidate candidate)
    {
        var own = facts.Author.Address;
        var filter = candidate.Filter;
        if (own is not null && filter.IsOpen && facts.OwnAddressWithoutFilter(named: true))
            return (own, "It is named and has no filter.");
        if (own is not null && !filter.IsOpen && filter.Allows(own))
            return (own, $"It is named and its filter allows {own.Address}.");
        var refused = own is null ? "The From holds no usable address" : $"It may not speak for {own.Address}";
        if (facts.Notification is not { } notification)
            return (null, $"{refused}, and there is no notification address.");
        if (!filter.Allows(notification))
            return (null, $"{refused}, nor may it for {notification.Address}.");
        var from = FromRewriter.As(notification, facts.Author);
        return (from, $"It is named. {refused}; it may for {notification.Address}.");
    }

    private static string WhyNot(OutgoingServer server) =>
        server.Active ? "the default server takes part only when no record is active." : "it is inactive.";

    private static Func<IEnumerable<SelectionReason>> Reasons(
        SelectionFacts facts,
        OutgoingServer? named,
        SelectionReason decision
    )
    {
        var others = facts.Candidates.Select(candidate => candidate.Server).Where(server => server != named);
        return () => others.Select(NotNamed).Prepend(decision);

        SelectionReason NotNamed(OutgoingServer server) =>
            new(decision.Step, server.Id, server.Name, false, "Another server is named.");
    }
}
