namespace Postern.Gateway.Telemetry;

/// <summary>What is measured. The alerts of the deployment ask for these names, so a name that changes here changes there.</summary>
public static class MetricNames
{
    /// <summary>Mails that were taken in, by source.</summary>
    public const string Received = "postern.mail.received";

    /// <summary>Mails that were decided about, by state and by the rule that decided.</summary>
    public const string Routed = "postern.mail.routed";

    /// <summary>What became of a delivery each time that it changed: sent, waiting, failed and the like; by state, problem and server.</summary>
    public const string Outcomes = "postern.delivery.outcomes";

    /// <summary>Messages on a queue, roughly.</summary>
    public const string QueueMessages = "postern.queue.messages";

    /// <summary>Seconds that the first visible message of a queue has been on it.</summary>
    public const string QueueAge = "postern.queue.age";

    /// <summary>Queue messages that wait for their time in the table <c>due</c>, counted up to a thousand.</summary>
    public const string DueMessages = "postern.due.messages";

    /// <summary>Seconds that the first of them is past its time.</summary>
    public const string DueDelay = "postern.due.delay";

    /// <summary>Items that want a person, by kind, counted up to a thousand in all.</summary>
    public const string AttentionItems = "postern.attention.items";

    /// <summary>Seconds that a confirmed mailbox is past its own interval without a fetch that went well; 0 while it is not.</summary>
    public const string MailboxOverdue = "postern.mailbox.overdue";

    public static IReadOnlyList<string> All { get; } =
    [Received, Routed, Outcomes, QueueMessages, QueueAge, DueMessages, DueDelay, AttentionItems, MailboxOverdue];
}
