namespace Postern.Core.Reports;

/// <summary>What a mail system's report on mail of ours says: one result for every form of bounce (RFC 3464, RFC 5965, RFC 8098 and the forms of single servers).</summary>
public sealed record BounceReport
{
    public required BounceReportKind Kind { get; init; }

    /// <summary>Whether a mail system tells what became of the mail: such mail is set apart, and never makes a record.</summary>
    public bool IsDeliveryReport =>
        Kind is BounceReportKind.Bounce or BounceReportKind.Delay or BounceReportKind.Delivered;

    /// <summary>Whom it speaks of, each address once; empty when it names nobody.</summary>
    public IReadOnlyList<ReportedRecipient> Recipients { get; init; } = [];

    /// <summary>Original-Envelope-Id: the ENVID that the mail was sent with (RFC 3461 §4.4), or null.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>Message-ID of the returned mail without brackets, or null.</summary>
    public string? OriginalMessageId { get; init; }

    /// <summary>
    /// Every id that may name the mail it is about, the most telling first: Message-ID and X-Microsoft-Original-Message-ID of the returned header,
    /// then In-Reply-To and References of the report, then those of the returned header.
    /// </summary>
    public IReadOnlyList<string> OriginalIds { get; init; } = [];

    /// <summary>Return path of the returned mail (its Return-Path field, a complaint's Original-Mail-From), canonical, or null. It may carry a VERP tag.</summary>
    public string? OriginalReturnPath { get; init; }

    /// <summary>Host that wrote the report, without the name's type, or null.</summary>
    public string? ReportingMta { get; init; }

    /// <summary>Short words on what it was read from.</summary>
    public required string Evidence { get; init; }
}
