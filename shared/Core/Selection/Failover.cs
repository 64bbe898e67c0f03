using System.Collections.Immutable;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Core.Selection;

/// <summary>
/// The servers to try with the selected From when the selected one cannot be reached: first those whose filter contains
/// the address, then its domain, then those without filter if the From may be used there; each by priority.
/// </summary>
internal static class Failover
{
    public static ImmutableArray<OutgoingServer> For(SelectionFacts facts, Candidate chosen, EmailAddress from)
    {
        var isNotification = from.Address == facts.Notification?.Address;
        var mayUseOpen = isNotification || facts.OwnAddressWithoutFilter(named: false);
        return
        [
            .. from other in facts.Candidates
            let match = other.Filter.Match(@from)
            where other != chosen && match != FilterMatch.Excluded && (mayUseOpen || match != FilterMatch.Open)
            orderby match
            select other.Server,
        ];
    }
}
