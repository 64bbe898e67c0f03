using Postern.Contracts;
using Postern.Contracts.Queues;

namespace Postern.Core.Journal;

/// <summary>The gateway's own message on <c>inbound-mail</c>: a mail that is to be decided again.</summary>
public sealed record ReplayItem : QueueContract
{
    /// <summary>Name of the raw mail's blob.</summary>
    public required string Raw { get; init; }

    /// <summary>Number of the replay, from 1: each has a claim of its own.</summary>
    public required int Replay { get; init; }

    /// <summary>The thread that a person chose for the mail; null = the rules decide.</summary>
    public ThreadItem? Thread { get; init; }

    /// <summary>Whether a person released the mail: it is not held or quarantined again.</summary>
    public bool Released { get; init; }
}

/// <summary>One replay of a mail.</summary>
/// <param name="Number">Number of the replay, from 1.</param>
/// <param name="Thread">The thread that a person chose; null = the rules decide.</param>
/// <param name="Released">Whether a person released the mail: it is not held or quarantined again.</param>
public sealed record ReplayOrder(int Number, ThreadKey? Thread, bool Released = false);
