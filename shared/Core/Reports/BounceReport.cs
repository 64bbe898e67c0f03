namespace Postern.Core.Reports;

/// <summary>
/// A report on mail that the gateway sent: one result for all forms of bounce, delay, complaint and receipt (RFC 3464,
/// RFC 5965, RFC 8098 and the formats of single servers).
/// </summary>
public sealed record BounceReport
{
    public required BounceReportKind Kind { get; init; }

    /// <summary>Whether a mail system reports the delivery status. Such mail never creates a record.</summary>
    public bool IsDeliveryReport =>
        Kind is BounceReportKind.Bounce or BounceReportKind.Delay or BounceReportKind.Delivered;

    /// <summary>The recipients that the report names, each address once; empty when it names none.</summary>
    public IReadOnlyList<ReportedRecipient> Recipients { get; init; } = [];

    /// <summary>Original-Envelope-Id: the ENVID of the sent mail (RFC 3461 §4.4), or null.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>Message-ID of the returned mail without brackets, or null.</summary>
    public string? OriginalMessageId { get; init; }

    /// <summary>
    /// Every id that may identify the reported mail, the most reliable first: Message-ID and
    /// X-Microsoft-Original-Message-ID of the returned header, then In-Reply-To and References of the report, then
    /// those of the returned header.
    /// </summary>
    public IReadOnlyList<string> OriginalIds { get; init; } = [];

    /// <summary>
    /// Return path of the returned mail (its Return-Path field, a complaint's Original-Mail-From), canonical, or null.
    /// It may carry a VERP tag.
    /// </summary>
    public string? OriginalReturnPath { get; init; }

    /// <summary>Host that wrote the report, without its name type, or null.</summary>
    public string? ReportingMta { get; init; }

    /// <summary>What identified the mail as a report, as a short text for people.</summary>
    public required string Evidence { get; init; }
}
