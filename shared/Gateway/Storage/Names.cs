namespace Postern.Gateway.Storage;

/// <summary>The tables of the gateway.</summary>
public static class TableNames
{
    public const string Threads = "threads";
    public const string Claims = "claims";
    public const string People = "people";
    public const string Aliases = "aliases";
    public const string Config = "config";
    public const string Journal = "journal";
    public const string Mailboxes = "mailboxes";
    public const string Due = "due";
    public const string Attention = "attention";
    public const string Limits = "limits";

    public static IReadOnlyList<string> All { get; } =
    [Threads, Claims, People, Aliases, Config, Journal, Mailboxes, Due, Attention, Limits];
}

/// <summary>
/// The queues of the gateway. Each that a function reads has a poison queue of the same name with <c>-poison</c>,
/// which the Functions host fills.
/// </summary>
public static class QueueNames
{
    public const string MailboxFetch = "mailbox-fetch";
    public const string InboundMail = "inbound-mail";
    public const string ThreadPosts = "thread-posts";
    public const string OutboundMail = "outbound-mail";
    public const string OutboundBulk = "outbound-bulk";
    public const string MailEvents = "mail-events";

    /// <summary>Events that the Event Grid topic has not taken yet.</summary>
    public const string TopicEvents = "topic-events";

    public const string PoisonSuffix = "-poison";

    /// <summary>The queues that functions read, and so those with a poison queue.</summary>
    public static IReadOnlyList<string> Triggers { get; } =
    [MailboxFetch, InboundMail, ThreadPosts, OutboundMail, OutboundBulk];

    public static IReadOnlyList<string> All { get; } =
    [.. Triggers, .. Triggers.Select(name => name + PoisonSuffix), MailEvents, TopicEvents];
}

/// <summary>The blob containers of the gateway.</summary>
public static class ContainerNames
{
    /// <summary>Raw mail as it was received, purged after <c>mail.raw.days</c>.</summary>
    public const string RawMail = "mail-raw";

    /// <summary>
    /// Bodies and attachments, by SHA-256 of their content, in a folder of the gateway's own, and what programs stored
    /// under names of theirs.
    /// </summary>
    public const string Content = "mail-content";

    /// <summary>Development only: encrypted secrets, and the keys that encrypt them.</summary>
    public const string Secrets = "secrets";

    public static IReadOnlyList<string> All { get; } = [RawMail, Content, Secrets];
}
