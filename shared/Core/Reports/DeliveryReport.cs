using Postern.Contracts;

namespace Postern.Core.Reports;

/// <summary>
/// What a report states about one mail to one recipient, whether it arrived as a mail, as a provider's event, or as a
/// rejection in our own SMTP session (P28, P29). Stored with the delivery, in the history of the address, and in the
/// journal of the mail that contained it.
/// </summary>
public sealed record DeliveryReport
{
    /// <summary>The recipient of the sent mail where it is known, else the address that the report names.</summary>
    public required string Address { get; init; }

    /// <summary>The thread of the delivery; null when no delivery was found.</summary>
    public ThreadKey? Thread { get; init; }

    /// <summary>Key of the delivery's message; null when no delivery was found.</summary>
    public string? Message { get; init; }

    public BounceReportKind Kind { get; init; }

    public BounceClass Class { get; init; }

    public BounceReason Reason { get; init; }

    /// <summary>Enhanced status code (RFC 3463).</summary>
    public string? Status { get; init; }

    /// <summary>SMTP reply code (RFC 5321 §4.2).</summary>
    public int? ReplyCode { get; init; }

    /// <summary>The server's text on one line.</summary>
    public string Words { get; init; } = "";

    /// <summary>When the report was received.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How the delivery was found.</summary>
    public BounceEvidence By { get; init; }

    /// <summary>Whether the report counts against the address; if not, it is only displayed.</summary>
    public bool Counts { get; init; }

    /// <summary>Why it counts or does not, as a text for people.</summary>
    public required string Why { get; init; }

    /// <summary>Origin of the report: a mail's journal id, a provider's name and event id, or a server's id.</summary>
    public required string Source { get; init; }
}
