using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Reports;

namespace Postern.Core.Threads;

/// <summary>The delivery of one message to one recipient.</summary>
public sealed record MessageDelivery
{
    /// <summary>Key of its message.</summary>
    public required string Message { get; init; }

    /// <summary>The program's own id of its message, as in <see cref="ThreadMessage.Id"/>.</summary>
    public string? Post { get; init; }

    /// <summary>The program's own data about its message.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public required string Recipient { get; init; }

    public string? Name { get; init; }

    public DeliveryState State { get; init; }

    /// <summary>The kind of failure; null without one.</summary>
    public DeliveryProblem? Problem { get; init; }

    /// <summary>Where it has <see cref="DeliveryProblem.Expired"/>: the problem that it had until then.</summary>
    public DeliveryProblem? Cause { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// From when the time counts for which it is tried: when it was first due, moved on by the time in which a person
    /// held it or a sending limit kept it back. Null before a run has read it.
    /// </summary>
    public DateTimeOffset? FirstDue { get; init; }

    /// <summary>When it was first tried.</summary>
    public DateTimeOffset? FirstTried { get; init; }

    /// <summary>The run that has or last had the lease, so that two runs never write the same row.</summary>
    public string? Run { get; init; }

    /// <summary>
    /// How often it was sent again although an earlier attempt may have reached the server: the only way to a second
    /// copy.
    /// </summary>
    public int PossibleDoubles { get; init; }

    /// <summary>While <see cref="DeliveryState.Sending"/>: until when no other run may send it.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>While <see cref="DeliveryState.Waiting"/>: when it is tried next.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>
    /// While <see cref="DeliveryState.Waiting"/>, and during an attempt in between: since when for this
    /// <see cref="Problem"/>; null in rows of older versions.
    /// </summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>
    /// Id of the outgoing server for whose sending limit, end of pause or answer it waits; null while it waits for a
    /// time of its own or not at all.
    /// </summary>
    public string? WaitsFor { get; init; }

    /// <summary>Id of the outgoing server that was used last.</summary>
    public string? Server { get; init; }

    /// <summary>The last reply of the server, or the gateway's reason when there is none.</summary>
    public string? Reply { get; init; }

    /// <summary>From of the header as it was sent.</summary>
    public string? From { get; init; }

    /// <summary>
    /// The address that it was sent to instead of its <see cref="Recipient"/> (<c>mail.mode</c> = <c>redirect</c>); null
    /// = to its recipient.
    /// </summary>
    public string? RedirectedTo { get; init; }

    /// <summary>Envelope sender as it was sent; empty = null return path.</summary>
    public string? EnvelopeFrom { get; init; }

    /// <summary>Mass mail, which is sent after transactional mail.</summary>
    public bool Bulk { get; init; }

    /// <summary>
    /// A warning for administrators that does not stop it: the address is on the blacklist, or bounced mail of the
    /// thread before.
    /// </summary>
    public string? Warning { get; init; }

    /// <summary>
    /// The report of a mail system after a server accepted it: bounced, delayed, delivered, reported as spam.
    /// </summary>
    public DeliveryReport? Report { get; init; }

    /// <summary>An administrator released it, so that it is not held again.</summary>
    public bool Released { get; init; }

    /// <summary>The recipient does not follow the thread; the message names them.</summary>
    public bool Named { get; init; }

    /// <summary>It failed and a person dismissed that: the thread has no failure flag for it.</summary>
    public bool Dismissed { get; init; }

    public DateTimeOffset Changed { get; init; }

    /// <summary>The reference that queue messages contain.</summary>
    public DeliveryReference Reference(ThreadKey thread) => new(thread.Partition, Message, RecipientKey.Of(Recipient));
}
