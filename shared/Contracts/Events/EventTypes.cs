namespace Postern.Contracts.Events;

/// <summary>
/// Types of the events on the queue <c>mail-events</c>, and the values of the parameter <c>mail.events</c> that selects
/// them.
/// </summary>
public static class EventTypes
{
    /// <summary>An incoming mail created a record.</summary>
    public const string RecordCreated = "postern.record.created";

    /// <summary>An incoming mail was posted on a thread.</summary>
    public const string MessageReceived = "postern.message.received";

    /// <summary>A server accepted a mail for a recipient.</summary>
    public const string DeliverySent = "postern.delivery.sent";

    /// <summary>A delivery was deferred and is retried later.</summary>
    public const string DeliveryDeferred = "postern.delivery.deferred";

    /// <summary>
    /// A delivery began to wait, or waits for another reason than before: a limit, a paused server, a temporary refusal,
    /// an administrator. Retries that change nothing about it are not told.
    /// </summary>
    public const string DeliveryWaiting = "postern.delivery.waiting";

    /// <summary>A delivery failed permanently.</summary>
    public const string DeliveryFailed = "postern.delivery.failed";

    /// <summary>A mail that a server had accepted was reported undeliverable.</summary>
    public const string DeliveryBounced = "postern.delivery.bounced";

    /// <summary>
    /// A mail is deliberately not sent to a recipient: a mailing to somebody on the blacklist, a note to an outsider, a
    /// held mail that was discarded.
    /// </summary>
    public const string DeliverySkipped = "postern.delivery.skipped";

    /// <summary>An address was added to the blacklist.</summary>
    public const string ContactBlacklisted = "postern.contact.blacklisted";

    /// <summary>
    /// An incoming mail was rejected: no address of it is known, or its sender may not write to the alias.
    /// </summary>
    public const string MailRefused = "postern.mail.refused";

    /// <summary>An incoming mail was dropped by the loop guard.</summary>
    public const string LoopStopped = "postern.loop.stopped";

    /// <summary>
    /// A mailbox keeps failing, was disabled because of that, or its token expires soon; the data says which.
    /// </summary>
    public const string MailboxFailing = "postern.mailbox.failing";

    /// <summary>Value of <c>mail.events</c> that selects every type.</summary>
    public const string Every = "all";

    /// <summary>Value of <c>mail.events</c> that selects no type; the default.</summary>
    public const string No = "none";

    /// <summary>All event types.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        RecordCreated,
        MessageReceived,
        DeliverySent,
        DeliveryDeferred,
        DeliveryWaiting,
        DeliveryFailed,
        DeliveryBounced,
        DeliverySkipped,
        ContactBlacklisted,
        MailRefused,
        LoopStopped,
        MailboxFailing,
    ];
}
