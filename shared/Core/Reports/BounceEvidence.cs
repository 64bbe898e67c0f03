namespace Postern.Core.Reports;

/// <summary>How a report was matched to a mail, the strongest evidence first. Weak evidence can be forged.</summary>
public enum BounceEvidence
{
    /// <summary>The receiving server rejected the recipient in our own SMTP session.</summary>
    SmtpSession,

    /// <summary>An event that the mail provider signed or sent with the shared secret.</summary>
    Provider,

    /// <summary>The signed tag of the return path, known only to systems that handled the mail.</summary>
    ReturnPath,

    /// <summary>A Message-ID of ours, known to everyone who received a copy or a reply.</summary>
    MessageId,

    /// <summary>Only an address, which anyone can write.</summary>
    Address,
}
