using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Fetching;

namespace Postern.Core.Health;

/// <summary>What the health of a gateway whose storage answers is judged by.</summary>
public sealed record HealthFacts
{
    public required GatewayConfiguration Configuration { get; init; }

    /// <summary>Whether the address is set at which people reach the gateway.</summary>
    public required bool HasPublicUrl { get; init; }

    /// <summary>The outgoing servers in use.</summary>
    public IReadOnlyList<ServerStatus> Servers { get; init; } = [];

    /// <summary>All deliveries that wait.</summary>
    public required WaitingDeliveries Waiting { get; init; }

    /// <summary>The active mailboxes.</summary>
    public IReadOnlyList<MailboxHealth> Mailboxes { get; init; } = [];

    /// <summary>How many items of each kind need a person, by the name of the kind; none has 0.</summary>
    public IReadOnlyDictionary<string, int> Attention { get; init; } = new Dictionary<string, int>();

    /// <summary>How many messages are on each queue that has some.</summary>
    public IReadOnlyDictionary<string, int> Queues { get; init; } = new Dictionary<string, int>();

    /// <summary>The runs that have said that they work while the gateway drains.</summary>
    public IReadOnlyList<RunningWork> Running { get; init; } = [];

    public required DateTimeOffset Now { get; init; }
}
