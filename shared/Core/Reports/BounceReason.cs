namespace Postern.Core.Reports;

/// <summary>Why a mail did not arrive (RFC 3463, and what servers say in words).</summary>
public enum BounceReason
{
    /// <summary>The report does not say, or nobody can tell from its words.</summary>
    Unknown,

    /// <summary>The domain has no such mailbox.</summary>
    UserUnknown,

    /// <summary>The mailbox is there, and is closed, suspended or not in use.</summary>
    MailboxDisabled,

    /// <summary>The mailbox, or the disk that it is on, is full.</summary>
    MailboxFull,

    /// <summary>The domain does not exist, or takes no mail.</summary>
    HostUnknown,

    /// <summary>The mailbox has moved to another address.</summary>
    Moved,

    /// <summary>A rule of the recipient's side: who may write, from where, to whom; a block list.</summary>
    Policy,

    /// <summary>The content was taken for spam.</summary>
    Spam,

    /// <summary>The content was refused otherwise: a virus, a kind of file, a header.</summary>
    ContentRejected,

    /// <summary>The mail is larger than the mailbox or the system takes.</summary>
    TooBig,

    /// <summary>Too many mails, connections or recipients in too short a time; greylisting.</summary>
    RateLimited,

    /// <summary>The mail failed SPF, DKIM or DMARC, or the sending system had to log in or to encrypt.</summary>
    Authentication,

    /// <summary>The server does not accept mail for that domain from us.</summary>
    RelayDenied,

    /// <summary>The sender's address was refused.</summary>
    SenderRefused,

    /// <summary>It was tried until time ran out.</summary>
    Expired,

    /// <summary>The recipient's server could not be reached, or the connection broke.</summary>
    NetworkError,

    /// <summary>The mail goes round in a loop.</summary>
    Loop,

    /// <summary>The recipient's system is set up wrongly, or a program there failed.</summary>
    SystemError,

    /// <summary>Server and client did not understand each other.</summary>
    ProtocolError,
}
