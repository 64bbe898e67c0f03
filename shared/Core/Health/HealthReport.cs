using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Fetching;

namespace Postern.Core.Health;

/// <summary>The health of the gateway.</summary>
/// <param name="Storage">Whether the storage account answers.</param>
/// <param name="Problems">
/// What keeps mail from flowing or needs a person, a sentence each; the field names the resource to check. Without any,
/// the gateway is well.
/// </param>
/// <param name="Attention">How many items of each kind need attention, counted up to 1000 in all.</param>
/// <param name="Queues">Approximate number of messages on each queue, poison queues included.</param>
public sealed record HealthReport(
    bool Storage,
    IReadOnlyList<FieldMessage> Problems,
    IReadOnlyDictionary<string, int> Attention,
    IReadOnlyDictionary<string, int> Queues
)
{
    /// <summary>The version of the program that answers.</summary>
    public string? Version { get; init; }

    /// <summary>What does not keep mail from flowing and is probably not intended, a sentence each.</summary>
    public IReadOnlyList<FieldMessage> Warnings { get; init; } = [];

    /// <summary>The state of each outgoing server in use.</summary>
    public IReadOnlyList<ServerStatus> Servers { get; init; } = [];

    /// <summary>All deliveries that wait, for whichever server.</summary>
    public WaitingCount? Waiting { get; init; }

    /// <summary>The health of each active mailbox.</summary>
    public IReadOnlyList<MailboxHealth> Mailboxes { get; init; } = [];

    /// <summary>That the gateway was set to drain; null when it was not.</summary>
    public DrainStatus? Drain { get; init; }

    /// <summary>The overall status.</summary>
    public HealthStatus Status
    {
        get
        {
            if (!Storage)
                return HealthStatus.Down;
            return Problems.Count > 0 ? HealthStatus.Degraded : HealthStatus.Ok;
        }
    }
}

/// <summary>The overall status of the gateway.</summary>
public enum HealthStatus
{
    Ok,

    /// <summary>It works, but needs attention.</summary>
    Degraded,

    /// <summary>Storage is not available, so nothing works.</summary>
    Down,
}
