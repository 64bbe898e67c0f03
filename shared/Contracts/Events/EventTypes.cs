namespace Postern.Contracts.Events;

/// <summary>The types of the events on the queue <c>mail-events</c>, and which of them the parameter <c>mail.events</c> asks for.</summary>
public static class EventTypes
{
    /// <summary>A mail made a record.</summary>
    public const string RecordCreated = "postern.record.created";

    /// <summary>A mail was put on a thread.</summary>
    public const string MessageReceived = "postern.message.received";

    /// <summary>A server accepted a mail for a recipient.</summary>
    public const string DeliverySent = "postern.delivery.sent";

    /// <summary>A delivery is tried again later.</summary>
    public const string DeliveryDeferred = "postern.delivery.deferred";

    /// <summary>A delivery was given up.</summary>
    public const string DeliveryFailed = "postern.delivery.failed";

    /// <summary>A mail that was accepted was reported undeliverable.</summary>
    public const string DeliveryBounced = "postern.delivery.bounced";

    /// <summary>An address was put on the blacklist.</summary>
    public const string ContactBlacklisted = "postern.contact.blacklisted";

    /// <summary>Nobody takes a mail, or its sender may not write there.</summary>
    public const string MailRefused = "postern.mail.refused";

    /// <summary>A mail was dropped since it goes round in a loop.</summary>
    public const string LoopStopped = "postern.loop.stopped";

    /// <summary>A mailbox cannot be read, was disabled for that, or soon cannot be: its data says which.</summary>
    public const string MailboxFailing = "postern.mailbox.failing";

    /// <summary>Asks for every type.</summary>
    public const string Every = "all";

    /// <summary>Asks for none.</summary>
    public const string No = "none";

    public static IReadOnlyList<string> All { get; } =
    [
        RecordCreated,
        MessageReceived,
        DeliverySent,
        DeliveryDeferred,
        DeliveryFailed,
        DeliveryBounced,
        ContactBlacklisted,
        MailRefused,
        LoopStopped,
        MailboxFailing,
    ];
}
