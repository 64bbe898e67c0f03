namespace Postern.Contracts.Http;

/// <summary>How a mail would leave, and why (P10–P27).</summary>
public sealed record OutboundExplanation
{
    /// <summary>Id of the server that would be tried first; null when there is none, see <see cref="Refusal"/>.</summary>
    public string? Server { get; init; }

    /// <summary>The header From.</summary>
    public string? From { get; init; }

    /// <summary>Whether <see cref="From"/> is the notification address in the author's place (P17).</summary>
    public bool Encapsulated { get; init; }

    /// <summary>The Reply-To (P26). The tag in it is an example; null when the mail has none of the gateway's.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Why no server can be used.</summary>
    public string? Refusal { get; init; }

    /// <summary>What is sent but deserves an administrator's look.</summary>
    public string? Warning { get; init; }

    /// <summary>The servers that would be tried, in order: those after the first only when the ones before cannot be reached.</summary>
    public required IReadOnlyList<OutboundRoute> Routes { get; init; }

    /// <summary>Every step in order, and in each that was reached every server with why it was or was not taken.</summary>
    public required IReadOnlyList<SelectionReason> Trace { get; init; }
}

/// <summary>One server that would be tried.</summary>
/// <param name="Server">Id of the server.</param>
/// <param name="Name">Its name.</param>
/// <param name="EnvelopeFrom">The envelope sender there; the tag in it is an example.</param>
/// <param name="EnvelopeReason">Why it is that one (P27).</param>
/// <param name="Alignment">Whether SPF can make the mail pass DMARC.</param>
public sealed record OutboundRoute(
    string Server,
    string Name,
    string EnvelopeFrom,
    string EnvelopeReason,
    DmarcAlignment Alignment
);
