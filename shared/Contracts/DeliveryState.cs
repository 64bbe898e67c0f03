namespace Postern.Contracts;

/// <summary>State of the delivery of one message to one recipient.</summary>
public enum DeliveryState
{
    /// <summary>On the queue, not tried yet.</summary>
    Queued,

    /// <summary>An attempt is in progress.</summary>
    Sending,

    /// <summary>A server has accepted the mail.</summary>
    Sent,

    /// <summary>Deferred: retried automatically.</summary>
    Waiting,

    /// <summary>Failed permanently; not retried.</summary>
    Failed,

    /// <summary>Accepted by a server, later reported undeliverable.</summary>
    Bounced,

    /// <summary>Deliberately not sent.</summary>
    Skipped,

    /// <summary>The connection was lost after the mail was transmitted: it may or may not have been accepted.</summary>
    Unknown,
}
