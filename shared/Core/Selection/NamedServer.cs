using System.Collections.Immutable;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>
/// The server that a mail or the setting for mass mail names. It is that one or none: it never speaks for a From that its filter excludes,
/// and no other takes its place.
/// </summary>
internal static class NamedServer
{
    public static ServerChoice Select(SelectionFacts facts, SelectionStep step, string id)
    {
        var named = facts.All.FirstOrDefault(server => server.Id == id);
        if (named is null)
            return Refuse(facts, step, null, $"There is no outgoing server '{id}'.");
        var candidate = facts.Candidates.FirstOrDefault(taking => taking.Server == named);
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
            Trace = Trace(facts, step, named, true, why),
        };
    }

    private static ServerChoice Refuse(SelectionFacts facts, SelectionStep step, OutgoingServer? named, string why) =>
        ServerSelector.Refuse(why, Trace(facts, step, named, false, why));

    private static (EmailAddress? From, string Why) FromOn(SelectionFacts facts, Candidate candidate)
    {
        var own = facts.Author.Address;
        if (own is not null && candidate.Filter.IsOpen && facts.OwnAddressWithoutFilter(named: true))
            return (own, "It is named and has no filter.");
        if (own is not null && !candidate.Filter.IsOpen && candidate.Filter.Allows(own))
            return (own, $"It is named and its filter allows {own.Address}.");
        var refused = own is null ? "The From holds no usable address" : $"It may not speak for {own.Address}";
        if (facts.Notification is not { } notification)
            return (null, $"{refused}, and there is no notification address.");
        return candidate.Filter.Allows(notification)
            ? (
                FromRewriter.As(notification, facts.Author),
                $"It is named. {refused}; it may for {notification.Address}."
            )
            : (null, $"{refused}, nor may it for {notification.Address}.");
    }

    private static string WhyNot(OutgoingServer server) =>
        server.Active ? "the default server takes part only when no record is active." : "it is inactive.";

    private static ImmutableArray<SelectionReason> Trace(
        SelectionFacts facts,
        SelectionStep step,
        OutgoingServer? named,
        bool hit,
        string why
    ) =>
        [
            new SelectionReason(step, named?.Id, named?.Name, hit, why),
            .. from candidate in facts.Candidates
            where candidate.Server != named
            select new SelectionReason(
                step,
                candidate.Server.Id,
                candidate.Server.Name,
                false,
                "Another server is named."
            ),
        ];
}
