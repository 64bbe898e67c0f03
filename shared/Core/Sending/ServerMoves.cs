using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Selection;

namespace Postern.Core.Sending;

/// <summary>The mail that leaves through another server when a server is changed.</summary>
internal static class ServerMoves
{
    /// <summary>A warning for each alias domain whose mail does.</summary>
    /// <param name="before">The server as it is stored.</param>
    /// <param name="after">The server as it will be.</param>
    /// <param name="configuration">The configuration as it is stored.</param>
    public static IEnumerable<FieldMessage> Of(
        OutgoingServer before,
        OutgoingServer after,
        GatewayConfiguration configuration
    )
    {
        if (FieldOf(before, after) is not { } field)
            yield break;
        var now = configuration.OutgoingServers;
        // Servers of the same priority are ordered by their age, which no request contains.
        IReadOnlyList<OutgoingServer> then =
        [
            .. now.Select(server => server.Id == after.Id ? after with { Created = server.Created } : server),
        ];
        foreach (var domain in configuration.AliasDomains)
        {
            var (left, leaves) = (Choose(domain, now, configuration), Choose(domain, then, configuration));
            if (left?.Id != leaves?.Id)
                yield return new(field, $"'{domain.Name}' leaves {Way(leaves)} from now on, not {Way(left)}");
        }
    }

    private static string? FieldOf(OutgoingServer before, OutgoingServer after)
    {
        if (before.Active != after.Active)
            return "active";
        if (before.FromFilter != after.FromFilter)
            return "fromFilter";
        return before.Priority == after.Priority ? null : "priority";
    }

    // What the gateway itself writes for the alias domain; its other mail goes the same way, or has its own address.
    private static OutgoingServer? Choose(
        AliasDomain domain,
        IReadOnlyList<OutgoingServer> servers,
        GatewayConfiguration configuration
    ) =>
        ServerSelector
            .Select(
                new ServerRequest
                {
                    From = domain.NotificationAddress,
                    NotificationAddress = domain.NotificationAddress,
                    Servers = servers,
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
