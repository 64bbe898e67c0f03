namespace Postern.Contracts;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>On the queue.</summary>
    Queued,

    /// <summary>A server is being talked to.</summary>
    Sending,

    /// <summary>A server has accepted it.</summary>
    Sent,

    /// <summary>Tried again later, by itself.</summary>
    Waiting,

    /// <summary>Given up.</summary>
    Failed,

    /// <summary>Accepted first, then reported undeliverable.</summary>
    Bounced,

    /// <summary>Not sent on purpose.</summary>
    Skipped,

    /// <summary>The connection was lost after the mail was handed over: it may or may not have arrived.</summary>
    Unknown,
}
