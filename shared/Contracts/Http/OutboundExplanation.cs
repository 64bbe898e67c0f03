namespace Postern.Contracts.Http;

/// <summary>How a mail would be sent, and why (P10–P27).</summary>
public sealed record OutboundExplanation
{
    /// <summary>
    /// Id of the server that would be tried first; null when there is none, see <see cref="Refusal"/>.
    /// </summary>
    public string? Server { get; init; }

    /// <summary>The header From.</summary>
    public string? From { get; init; }

    /// <summary>Whether <see cref="From"/> is the notification address in place of the author's (P17).</summary>
    public bool Encapsulated { get; init; }

    /// <summary>The Reply-To (P26), with an example tag; null when the gateway sets none.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Why no server can be used; null when one can.</summary>
    public string? Refusal { get; init; }

    /// <summary>A problem that does not prevent sending; null when there is none.</summary>
    public string? Warning { get; init; }

    /// <summary>The mode of the gateway (<c>mail.mode</c>).</summary>
    public string? Mode { get; init; }

    /// <summary>Why the mail would be held for now; null when it would not.</summary>
    public string? Held { get; init; }

    /// <summary>The address that it would go to instead of its recipient; null = to its recipient.</summary>
    public string? RedirectedTo { get; init; }

    /// <summary>
    /// The servers that would be tried, in order: each next one only where the ones before cannot be reached.
    /// </summary>
    public required IReadOnlyList<OutboundRoute> Routes { get; init; }

    /// <summary>
    /// Every step of the selection in order, and for each step that was reached every server with the reason.
    /// </summary>
    public required IReadOnlyList<SelectionReason> Trace { get; init; }
}

/// <summary>One server that would be tried.</summary>
/// <param name="Server">Id of the server.</param>
/// <param name="Name">Its name.</param>
/// <param name="EnvelopeFrom">The envelope sender on that server, with an example tag.</param>
/// <param name="EnvelopeReason">Why that envelope sender is used (P27).</param>
/// <param name="Alignment">Whether SPF can make the mail pass DMARC.</param>
public sealed record OutboundRoute(
    string Server,
    string Name,
    string EnvelopeFrom,
    string EnvelopeReason,
    DmarcAlignment Alignment
);
