using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Selection;

namespace Postern.Core.Sending;

/// <summary>The mail that leaves through another server when the configuration is changed.</summary>
internal static class ServerMoves
{
    /// <summary>
    /// A sentence for each alias domain whose mail does. One that has left through no server yet is none of them.
    /// </summary>
    /// <param name="now">The configuration as it is stored.</param>
    /// <param name="then">The configuration as it will be.</param>
    public static IReadOnlyList<string> Between(GatewayConfiguration now, GatewayConfiguration then)
    {
        var moves = new List<string>();
        foreach (var domain in then.AliasDomains)
        {
            var before = now.AliasDomains.FirstOrDefault(stored => stored.Id == domain.Id);
            if (before is null || Choose(before, now) is not { } left)
                continue;
            var leaves = Choose(domain, then);
            if (left.Id != leaves?.Id)
                moves.Add($"'{domain.Name}' leaves {Way(leaves)} from now on, not {Way(left)}");
        }
        return moves;
    }

    // What the gateway itself writes for the alias domain; its other mail goes the same way, or has its own address.
    private static OutgoingServer? Choose(AliasDomain domain, GatewayConfiguration configuration) =>
        ServerSelector
            .Select(
                new ServerRequest
                {
                    From = domain.NotificationAddress,
                    NotificationAddress = domain.NotificationAddress,
                    Servers = configuration.OutgoingServers,
                    DefaultServer = configuration.DefaultServer,
                    DefaultFromFilter = configuration.Parameters.DefaultFromFilter,
                    Order = configuration.Parameters.OdooServerSelection
                        ? SelectionOrder.Odoo
                        : SelectionOrder.Documented,
                }
            )
            .Server;

    private static string Way(OutgoingServer? server) =>
        server is null ? "through no server" : $"through '{server.Name}'";
}
