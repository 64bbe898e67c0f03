namespace Postern.Core.Reports;

/// <summary>What says which mail a report is about, and so whether it may be believed: the strongest first.</summary>
public enum BounceEvidence
{
    /// <summary>The server refused the recipient in our own SMTP session.</summary>
    SmtpSession,

    /// <summary>An event that the mail provider signed, or that came with its secret.</summary>
    Provider,

    /// <summary>The signed tag of the return path, which only those who had the mail in hand know.</summary>
    ReturnPath,

    /// <summary>A Message-Id of ours, which everybody knows who got a copy, or who was told of one.</summary>
    MessageId,

    /// <summary>Nothing but an address: anybody can write that.</summary>
    Address,
}
