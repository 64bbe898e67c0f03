using Postern.Contracts.Http;
using Postern.Core.Servers;

namespace Postern.Core.Configuration;

/// <summary>All configuration at one moment, as decisions need it.</summary>
public sealed record GatewayConfiguration
{
    public required GatewayParameters Parameters { get; init; }

    public required IReadOnlyList<OutgoingServer> OutgoingServers { get; init; }

    /// <summary>The server of the environment settings; takes part only when no active record exists (P15).</summary>
    public OutgoingServer? DefaultServer { get; init; }

    public required IReadOnlyList<IncomingServer> IncomingServers { get; init; }

    public required IReadOnlyList<AliasDomain> AliasDomains { get; init; }

    public required IReadOnlyList<MailAlias> Aliases { get; init; }

    public required IReadOnlyDictionary<string, RecordModel> Models { get; init; }

    public required IReadOnlySet<string> AllowedSenders { get; init; }

    /// <summary>Envelope senders that outgoing servers were seen to refuse, by the server's id.</summary>
    public IReadOnlyDictionary<string, RefusedEnvelope> RefusedEnvelopes { get; init; } =
        new Dictionary<string, RefusedEnvelope>();

    /// <summary>The storage account that this was read from, and the one that it was made for.</summary>
    public StorageOrigin Origin { get; init; } = new("", null);

    /// <summary>The alias domain that threads without one of their own use; null when there is none at all.</summary>
    public AliasDomain? DefaultAliasDomain =>
        AliasDomains.FirstOrDefault(domain => domain.IsDefault) ?? (AliasDomains.Count > 0 ? AliasDomains[0] : null);

    public AliasDomain? AliasDomain(string? id) =>
        AliasDomains.FirstOrDefault(domain => domain.Id == id) ?? DefaultAliasDomain;

    /// <summary>How long after one fetch of a mailbox the next is due (P36).</summary>
    public TimeSpan FetchIntervalOf(IncomingServer server) =>
        server.IntervalMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : Parameters.FetchInterval;

    /// <summary>The server that a delivery names, the default server included.</summary>
    public OutgoingServer? OutgoingServer(string id) =>
        OutgoingServers.FirstOrDefault(server => server.Id == id) ?? (DefaultServer?.Id == id ? DefaultServer : null);
}
