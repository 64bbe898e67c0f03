using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Core.Configuration;

/// <summary>The whole configuration as it was read at one moment.</summary>
public sealed record GatewayConfiguration
{
    public required GatewayParameters Parameters { get; init; }

    public required IReadOnlyList<OutgoingServer> OutgoingServers { get; init; }

    /// <summary>The server of the environment settings; used only when no server record is active (P15).</summary>
    public OutgoingServer? DefaultServer { get; init; }

    /// <summary>
    /// The only address that the default server sends from, and so the notification address of all mail through it;
    /// null when it has no such limit.
    /// </summary>
    public string? DefaultServerFrom { get; init; }

    /// <summary>When the password of the default server ends; null when that is unknown.</summary>
    public DateTimeOffset? DefaultServerExpires { get; init; }

    public required IReadOnlyList<IncomingServer> IncomingServers { get; init; }

    public required IReadOnlyList<AliasDomain> AliasDomains { get; init; }

    public required IReadOnlyList<MailAlias> Aliases { get; init; }

    public required IReadOnlyDictionary<string, RecordModel> Models { get; init; }

    /// <summary>The texts that alias domains word themselves, by the id of the alias domain.</summary>
    public IReadOnlyDictionary<string, DomainTexts> Texts { get; init; } = new Dictionary<string, DomainTexts>();

    /// <summary>The DKIM keys of alias domains, by the id of the alias domain.</summary>
    public IReadOnlyDictionary<string, DkimSigningKeys> DkimKeys { get; init; } =
        new Dictionary<string, DkimSigningKeys>();

    public required IReadOnlySet<string> AllowedSenders { get; init; }

    /// <summary>Envelope senders that outgoing servers have rejected, by the server's id.</summary>
    public IReadOnlyDictionary<string, RefusedEnvelope> RefusedEnvelopes { get; init; } =
        new Dictionary<string, RefusedEnvelope>();

    /// <summary>
    /// The storage account from which the configuration was read, and the one in which it was created.
    /// </summary>
    public StorageOrigin Origin { get; init; } = new("", null);

    /// <summary>That the gateway was set to drain; null when it was not. It ends by itself.</summary>
    public MailDrain? Drain { get; init; }

    /// <summary>Whether the gateway drains: it accepts mail, and begins nothing else.</summary>
    public bool DrainsAt(DateTimeOffset now) => Drain is { } drain && drain.IsOn(now);

    /// <summary>The alias domain of threads without one of their own; null when there is none at all.</summary>
    public AliasDomain? DefaultAliasDomain =>
        AliasDomains.FirstOrDefault(domain => domain.IsDefault) ?? (AliasDomains.Count > 0 ? AliasDomains[0] : null);

    /// <summary>The alias domain with an id, else the default one.</summary>
    public AliasDomain? AliasDomain(string? id) =>
        AliasDomains.FirstOrDefault(domain => domain.Id == id) ?? DefaultAliasDomain;

    /// <summary>The alias domain with an id or a name; null when there is none.</summary>
    public AliasDomain? FindAliasDomain(string idOrName)
    {
        var name = EmailAddress.CanonicalDomain(idOrName);
        return AliasDomains.FirstOrDefault(domain => domain.Id == idOrName || domain.Name == name);
    }

    /// <summary>
    /// The DKIM keys for mail from a domain: those that were made for this name of its alias domain, in all states.
    /// </summary>
    public IEnumerable<DkimSigningKey> DkimKeysOf(string domain) =>
        AliasDomains
            .Where(own => own.Name == domain)
            .SelectMany(own => DkimKeys.GetValueOrDefault(own.Id)?.Keys ?? [])
            .Where(key => key.Domain == domain);

    /// <summary>The key that mail from a domain is signed with; null when there is none.</summary>
    public DkimSigningKey? ActiveDkimKeyOf(string domain) =>
        DkimKeysOf(domain).FirstOrDefault(key => key.State == DkimSelectorState.Active);

    /// <summary>The time between two fetches of a mailbox (P36).</summary>
    public TimeSpan FetchIntervalOf(IncomingServer server) =>
        server.IntervalMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : Parameters.FetchInterval;

    /// <summary>
    /// Settings of an incoming server's fallback model; null when it has none, or the model has no settings.
    /// </summary>
    internal RecordModel? FallbackModelOf(IncomingServer server) =>
        server.FallbackModel is { } name ? Models.GetValueOrDefault(name) : null;

    /// <summary>The outgoing server with an id, the default server included.</summary>
    public OutgoingServer? OutgoingServer(string id) =>
        OutgoingServers.FirstOrDefault(server => server.Id == id) ?? (DefaultServer?.Id == id ? DefaultServer : null);
}
