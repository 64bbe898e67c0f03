namespace Postern.Core.Reports;

/// <summary>What a report states about a sent mail.</summary>
public enum BounceReportKind
{
    /// <summary>The mail was not delivered and will not be retried.</summary>
    Bounce,

    /// <summary>The mail is not delivered yet and is still being retried.</summary>
    Delay,

    /// <summary>The mail was delivered, or relayed to a system that sends no reports.</summary>
    Delivered,

    /// <summary>The recipient marked the mail as spam or asked for no more of it (RFC 5965).</summary>
    Complaint,

    /// <summary>The recipient's mail program reports that the mail was displayed or deleted (RFC 8098).</summary>
    Receipt,

    /// <summary>The mail was delivered and an automatic responder answered: out of office, a challenge.</summary>
    Automatic,
}
