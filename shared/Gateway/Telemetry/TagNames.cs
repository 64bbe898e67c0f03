namespace Postern.Gateway.Telemetry;

/// <summary>
/// Names of the tags of metrics and spans. No tag contains an address, a subject or text of a mail: personal data stays
/// in the storage account.
/// </summary>
public static class TagNames
{
    /// <summary>How a mail came in: mailbox, http or queue.</summary>
    public const string Source = "source";

    public const string State = "state";

    /// <summary>Name of the rule that decided.</summary>
    public const string Rule = "rule";

    /// <summary>Kind of problem with a delivery.</summary>
    public const string Problem = "problem";

    /// <summary>Id of the outgoing server.</summary>
    public const string Server = "server";

    public const string Queue = "queue";

    public const string Kind = "kind";

    /// <summary>Id of the incoming server.</summary>
    public const string Mailbox = "mailbox";

    /// <summary>Journal id of the mail, for <c>GET /api/mails/{id}</c>.</summary>
    public const string Mail = "mail";

    public static IReadOnlyList<string> All { get; } =
    [Source, State, Rule, Problem, Server, Queue, Kind, Mailbox, Mail];
}
