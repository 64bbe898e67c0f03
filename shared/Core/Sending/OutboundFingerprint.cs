using System.Text.Json;
using Postern.Core.Configuration;
using Postern.Core.Text;

namespace Postern.Core.Sending;

/// <summary>
/// A fingerprint of the settings on which the choice of an outgoing server and its limits depend. When it changes, mail
/// that waits for a server is decided about again.
/// </summary>
public static class OutboundFingerprint
{
    private const int Length = 26;

    public static string Of(GatewayConfiguration configuration)
    {
        var parameters = configuration.Parameters;
        var settings = new
        {
            Servers = configuration.OutgoingServers.Select(server => new
            {
                server.Id,
                server.Created,
                Server = server,
            }),
            configuration.DefaultServer,
            configuration.DefaultServerFrom,
            Domains = configuration.AliasDomains.Select(domain => new { domain.Id, Domain = domain }),
            parameters.DefaultFromFilter,
            parameters.OdooServerSelection,
            parameters.ServerFailover,
            parameters.BulkServer,
            parameters.Retry,
        };
        return Hash.Of(Length, JsonSerializer.Serialize(settings, PosternJson.Strict));
    }
}
