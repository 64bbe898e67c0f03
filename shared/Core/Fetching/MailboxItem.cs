using Postern.Contracts.Queues;

namespace Postern.Core.Fetching;

/// <summary>Queue <c>mailbox-fetch</c>: an incoming server whose mail is to be fetched now.</summary>
public sealed record MailboxItem : QueueContract
{
    public required string Server { get; init; }
}
