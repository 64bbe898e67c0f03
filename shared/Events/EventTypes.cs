namespace Postern.Events;

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

    private const string Prefix = "postern.";

    public static IReadOnlyList<string> All { get; } =
    [
        RecordCreated, MessageReceived, DeliverySent, DeliveryDeferred, DeliveryFailed, DeliveryBounced, ContactBlacklisted, MailRefused, LoopStopped, MailboxFailing,
    ];

    /// <summary>The types that a value of the parameter asks for; those that do not exist are left out.</summary>
    public static IReadOnlySet<string> Selected(string? value) => value switch
    {
        null or No => new HashSet<string>(),
        Every => All.ToHashSet(),
        _ => Names(value).Select(TypeOf).OfType<string>().ToHashSet(),
    };

    /// <summary>What is wrong with a value of the parameter; null = nothing.</summary>
    public static string? Problem(string value)
    {
        if (value is No or Every) return null;
        var names = Names(value);
        if (names.Length == 0) return $"must be '{No}', '{Every}' or a comma-separated list of event types";
        return names.FirstOrDefault(name => TypeOf(name) is null) is { } unknown
            ? $"names '{unknown}', which is no event type; there are {string.Join(", ", All)}" : null;
    }

    private static string[] Names(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // Short names are taken as well: every type begins alike.
    private static string? TypeOf(string name) => All.FirstOrDefault(type => type == name || type[Prefix.Length..] == name);
}
