using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Core.Health;

/// <summary>How the gateway is.</summary>
/// <param name="Storage">Whether the storage account answers.</param>
/// <param name="Problems">What keeps mail from flowing; the field names the resource to look at.</param>
/// <param name="Attention">How many items of each kind want a person, counted up to a thousand in all.</param>
/// <param name="Queues">How many messages wait on each queue, roughly, poison queues included.</param>
public sealed record HealthReport(
    bool Storage,
    IReadOnlyList<FieldMessage> Problems,
    IReadOnlyDictionary<string, int> Attention,
    IReadOnlyDictionary<string, int> Queues
)
{
    /// <summary>How each active mailbox is.</summary>
    public IReadOnlyList<MailboxHealth> Mailboxes { get; init; } = [];

    /// <summary>Whether anything is to be done.</summary>
    public HealthStatus Status
    {
        get
        {
            if (!Storage)
                return HealthStatus.Down;
            return Problems.Count > 0 || Attention.Count > 0 ? HealthStatus.Degraded : HealthStatus.Ok;
        }
    }
}

/// <summary>How the gateway is, in a word.</summary>
public enum HealthStatus
{
    Ok,

    /// <summary>It works, and somebody should look.</summary>
    Degraded,

    /// <summary>It cannot work.</summary>
    Down,
}
