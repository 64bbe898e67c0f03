namespace Postern.Core.Reports;

/// <summary>What a report says of one recipient (RFC 3464 §2.3).</summary>
public sealed record ReportedRecipient
{
    /// <summary>The recipient's address in canonical form; null when the report names nobody that can be read as an address.</summary>
    public string? Address { get; init; }

    /// <summary>The address as our side gave it (Original-Recipient), canonical, where it is named and is another one: mail was forwarded.</summary>
    public string? OriginalRecipient { get; init; }

    /// <summary>Null in a complaint.</summary>
    public ReportAction? Action { get; init; }

    /// <summary>Enhanced status code such as <c>5.1.1</c> (RFC 3463), or null.</summary>
    public string? Status { get; init; }

    /// <summary>SMTP reply code such as 550, or null.</summary>
    public int? ReplyCode { get; init; }

    /// <summary>The server's words on one line; "" without any.</summary>
    public string Diagnostic { get; init; } = "";

    /// <summary>The server that spoke them, without the name's type, or null.</summary>
    public string? RemoteMta { get; init; }

    public BounceClass Class { get; init; }

    public BounceReason Reason { get; init; }
}
