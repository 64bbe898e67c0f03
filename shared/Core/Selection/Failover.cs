using System.Collections.Immutable;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Core.Selection;

/// <summary>
/// Who else may send a mail with the From that was chosen for it, when the chosen server cannot be reached: first those whose filter names
/// the address, then its domain, then those without filter if the From may leave through one; inside each by priority.
/// </summary>
internal static class Failover
{
    public static ImmutableArray<OutgoingServer> For(SelectionFacts facts, Candidate chosen, EmailAddress from)
    {
        var open = from.Address == facts.Notification?.Address || facts.OwnAddressWithoutFilter(named: false);
        return
        [
            .. from other in facts.Candidates
            let match = other.Filter.Match(@from)
            where other != chosen && match != FilterMatch.Excluded && (open || match != FilterMatch.Open)
            orderby match
            select other.Server,
        ];
    }
}
