using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Reports;

namespace Postern.Core.Threads;

/// <summary>One message to one recipient, with its state and the server's words.</summary>
public sealed record MessageDelivery
{
    /// <summary>Key of its message.</summary>
    public required string Message { get; init; }

    public required string Recipient { get; init; }

    public string? Name { get; init; }

    public DeliveryState State { get; init; }

    /// <summary>What went wrong, where something did.</summary>
    public DeliveryProblem? Problem { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was first tried.</summary>
    public DateTimeOffset? FirstTried { get; init; }

    /// <summary>Which run holds or held it, so that two runs never write the same row.</summary>
    public string? Run { get; init; }

    /// <summary>
    /// How often it was sent again although an earlier try may have reached the server: the only way to a second copy.
    /// </summary>
    public int PossibleDoubles { get; init; }

    /// <summary>While <see cref="DeliveryState.Sending"/>: until when nobody else may try.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>While <see cref="DeliveryState.Waiting"/>: when it is tried next.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>Id of the server that was used last.</summary>
    public string? Server { get; init; }

    /// <summary>The server's last words, or why there are none.</summary>
    public string? Reply { get; init; }

    /// <summary>From of the header as it was sent.</summary>
    public string? From { get; init; }

    /// <summary>Envelope sender as it was sent; empty = null return path.</summary>
    public string? EnvelopeFrom { get; init; }

    /// <summary>Mass mail: waits behind transactional mail.</summary>
    public bool Bulk { get; init; }

    /// <summary>What administrators should know of it although it is sent: the address is on the blacklist, or bounced mail of the thread before.</summary>
    public string? Warning { get; init; }

    /// <summary>What a mail system reported of it after a server had taken it: bounced, delayed, delivered, called spam.</summary>
    public DeliveryReport? Report { get; init; }

    /// <summary>An administrator has released it, so that it is not held again.</summary>
    public bool Released { get; init; }

    /// <summary>The recipient follows nothing: the message names them.</summary>
    public bool Named { get; init; }

    /// <summary>It failed, and somebody has taken note: the thread carries no failure flag for it.</summary>
    public bool Dismissed { get; init; }

    public DateTimeOffset Changed { get; init; }

    /// <summary>What a queue message names it by.</summary>
    public DeliveryReference Reference(ThreadKey thread) => new(thread.Partition, Message, RecipientKey.Of(Recipient));
}
