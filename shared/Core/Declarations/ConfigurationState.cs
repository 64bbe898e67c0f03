using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;

namespace Postern.Core.Declarations;

/// <summary>All that a file of the configuration can declare, as it is stored at one moment.</summary>
public sealed record ConfigurationState
{
    public required GatewayConfiguration Configuration { get; init; }

    /// <summary>Stored values of parameters.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required IReadOnlyDictionary<string, AllowedSender> AllowedSenders { get; init; }

    public required IReadOnlyDictionary<string, Contact> Contacts { get; init; }

    public required IReadOnlyDictionary<string, BlacklistEntry> Blacklist { get; init; }

    /// <summary>
    /// The secrets that servers have: by the section and the server's id the names of password, client secret and
    /// refresh token in the store, in this order; null = there is none.
    /// </summary>
    public required IReadOnlyDictionary<
        (ConfigurationSection Section, string Id),
        IReadOnlyList<string?>
    > Secrets { get; init; }

    /// <summary>What waits for outgoing servers.</summary>
    public required WaitingDeliveries Waiting { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset Now { get; init; }
}
