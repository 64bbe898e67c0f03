using Postern.Contracts.Queues;

namespace Postern.Core.Fetching;

/// <summary>Queue <c>mailbox-fetch</c>: fetch the mail of an incoming server now.</summary>
public sealed record MailboxItem : QueueContract
{
    /// <summary>Id of the incoming server.</summary>
    public required string Server { get; init; }
}
