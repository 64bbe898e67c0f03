namespace Postern.Gateway.Telemetry;

/// <summary>Names of the metrics. The alerts of the deployment use them, so both must be changed together.</summary>
public static class MetricNames
{
    /// <summary>Mails that were accepted, by source.</summary>
    public const string Received = "postern.mail.received";

    /// <summary>Mails that were routed, by state and by the rule that decided.</summary>
    public const string Routed = "postern.mail.routed";

    /// <summary>Changes of deliveries, such as sent, waiting or failed, by state, problem and server.</summary>
    public const string Outcomes = "postern.delivery.outcomes";

    /// <summary>Approximate number of messages on a queue.</summary>
    public const string QueueMessages = "postern.queue.messages";

    /// <summary>Seconds that the first visible message of a queue has been on it.</summary>
    public const string QueueAge = "postern.queue.age";

    /// <summary>Queue messages that wait in the table <c>due</c>, counted up to a thousand.</summary>
    public const string DueMessages = "postern.due.messages";

    /// <summary>Seconds that the first of them is overdue.</summary>
    public const string DueDelay = "postern.due.delay";

    /// <summary>Deliveries that wait, by server; counted up to a thousand in each part of the table.</summary>
    public const string WaitingDeliveries = "postern.waiting.deliveries";

    /// <summary>Seconds since the oldest of them was first due, by server; 0 while none waits.</summary>
    public const string WaitingAge = "postern.waiting.age";

    /// <summary>Those that have waited for more than an hour, and not only for a limit, by server.</summary>
    public const string WaitingLate = "postern.waiting.late";

    /// <summary>
    /// Seconds that mail has waited for a server that takes none, by server; 0 while the server works or none waits.
    /// </summary>
    public const string ServerFailing = "postern.server.failing";

    /// <summary>Items on the attention list, by kind, counted up to a thousand in all.</summary>
    public const string AttentionItems = "postern.attention.items";

    /// <summary>Seconds that a successful fetch of a confirmed mailbox is overdue; 0 while it is not.</summary>
    public const string MailboxOverdue = "postern.mailbox.overdue";

    public static IReadOnlyList<string> All { get; } =
    [
        Received,
        Routed,
        Outcomes,
        QueueMessages,
        QueueAge,
        DueMessages,
        DueDelay,
        WaitingDeliveries,
        WaitingAge,
        WaitingLate,
        ServerFailing,
        AttentionItems,
        MailboxOverdue,
    ];
}
