namespace Postern.Core.Reports;

/// <summary>What a report tells.</summary>
public enum BounceReportKind
{
    /// <summary>The mail did not arrive and will not.</summary>
    Bounce,

    /// <summary>The mail has not arrived yet and is still tried.</summary>
    Delay,

    /// <summary>The mail arrived, or went on to a system that reports nothing.</summary>
    Delivered,

    /// <summary>The reader called the mail spam, or wants no more of it (RFC 5965).</summary>
    Complaint,

    /// <summary>The reader's program shows that the mail was opened, or deleted (RFC 8098).</summary>
    Receipt,

    /// <summary>The mail arrived, and a responder answered: out of office, a challenge.</summary>
    Automatic,
}
