using Postern.Contracts.Http;
using Postern.Core.Servers;

namespace Postern.Core.Selection;

/// <summary>A server that takes part in the choice, with its filter read.</summary>
internal sealed record Candidate(OutgoingServer Server, FromFilter Filter)
{
    public static Candidate Of(OutgoingServer server) => new(server, FromFilter.Parse(server.FromFilter));
}
