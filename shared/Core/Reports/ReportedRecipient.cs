namespace Postern.Core.Reports;

/// <summary>What a report states about one recipient (RFC 3464 §2.3).</summary>
public sealed record ReportedRecipient
{
    /// <summary>The recipient's canonical address; null when the report names none that can be parsed.</summary>
    public string? Address { get; init; }

    /// <summary>
    /// The address that our mail was sent to (Original-Recipient), canonical, when it differs from
    /// <see cref="Address"/>: the mail was forwarded.
    /// </summary>
    public string? OriginalRecipient { get; init; }

    /// <summary>Null in a complaint.</summary>
    public ReportAction? Action { get; init; }

    /// <summary>Enhanced status code such as <c>5.1.1</c> (RFC 3463), or null.</summary>
    public string? Status { get; init; }

    /// <summary>SMTP reply code such as 550, or null.</summary>
    public int? ReplyCode { get; init; }

    /// <summary>The server's text on one line; "" without one.</summary>
    public string Diagnostic { get; init; } = "";

    /// <summary>The server that sent that text, without its name type, or null.</summary>
    public string? RemoteMta { get; init; }

    public BounceClass Class { get; init; }

    public BounceReason Reason { get; init; }
}

/// <summary>What a mail system did with a mail for one recipient (RFC 3464 §2.3.3).</summary>
public enum ReportAction
{
    Failed,

    Delayed,

    Delivered,

    /// <summary>Relayed to a system that sends no reports of success.</summary>
    Relayed,

    /// <summary>Delivered to a mailing list, which sends it to its members.</summary>
    Expanded,
}
