namespace Postern.Core.Reports;

/// <summary>Why a mail was not delivered, from status codes (RFC 3463) and the texts of servers.</summary>
public enum BounceReason
{
    /// <summary>The report states no reason, or none that is recognised.</summary>
    Unknown,

    /// <summary>The domain has no such mailbox.</summary>
    UserUnknown,

    /// <summary>The mailbox exists but is disabled, suspended or inactive.</summary>
    MailboxDisabled,

    /// <summary>The mailbox, or the disk that holds it, is full.</summary>
    MailboxFull,

    /// <summary>The domain does not exist or does not accept mail.</summary>
    HostUnknown,

    /// <summary>The mailbox has moved to another address.</summary>
    Moved,

    /// <summary>A rule of the recipient's side about senders, hosts or recipients, or a block list.</summary>
    Policy,

    /// <summary>The content was classified as spam.</summary>
    Spam,

    /// <summary>The content was rejected for another reason: a virus, a file type, a header.</summary>
    ContentRejected,

    /// <summary>The mail exceeds the size limit of the mailbox or the server.</summary>
    TooBig,

    /// <summary>Too many mails, connections or recipients in too short a time; greylisting.</summary>
    RateLimited,

    /// <summary>SPF, DKIM or DMARC failed, or the server requires a login or encryption.</summary>
    Authentication,

    /// <summary>The server does not accept mail for that domain from us.</summary>
    RelayDenied,

    /// <summary>The sender's address was rejected.</summary>
    SenderRefused,

    /// <summary>The retry time of the sending server ran out.</summary>
    Expired,

    /// <summary>The recipient's server could not be reached, or the connection broke.</summary>
    NetworkError,

    /// <summary>The mail is in a forwarding loop.</summary>
    Loop,

    /// <summary>The recipient's system is misconfigured, or a program there failed.</summary>
    SystemError,

    /// <summary>The server rejected an SMTP command or its syntax.</summary>
    ProtocolError,
}
