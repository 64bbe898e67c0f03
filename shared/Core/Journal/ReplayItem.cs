using Postern.Contracts.Queues;

namespace Postern.Core.Journal;

/// <summary>The gateway's own message on <c>inbound-mail</c>: a mail that is to be decided about once more.</summary>
public sealed record ReplayItem : QueueContract
{
    /// <summary>Name of the raw mail's blob.</summary>
    public required string Raw { get; init; }

    /// <summary>Which time it is: each has a claim of its own.</summary>
    public required int Replay { get; init; }

    /// <summary>The thread that a person puts the mail on; null = the rules decide.</summary>
    public ThreadItem? Thread { get; init; }

    /// <summary>Whether a person let the mail go: it is not held and not put in quarantine again.</summary>
    public bool Released { get; init; }
}
