namespace Postern.Core.Mime;

/// <summary>Kinds of mail that no person wrote.</summary>
public enum AutomaticMailKind
{
    /// <summary>An automatic reply: out of office, acknowledgement (RFC 3834).</summary>
    AutoReply,

    /// <summary>Mail of a mailing list (RFC 2919, RFC 2369).</summary>
    List,

    /// <summary>Bulk, junk or machine-generated mail that is not a reply.</summary>
    Bulk,

    /// <summary>A feedback report (RFC 5965): a recipient marked our mail as spam.</summary>
    Complaint,

    /// <summary>A read receipt (RFC 8098).</summary>
    Receipt,

    /// <summary>A delivery status notification (RFC 3464) or a mail system's notice in plain text.</summary>
    DeliveryReport,

    /// <summary>A challenge to prove that the sender is a person.</summary>
    Challenge,
}

/// <summary>Classification of a mail that no person wrote. Such mail is never answered by a notice.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Reason">The header field that decided it, with its value.</param>
public sealed record AutomaticMail(AutomaticMailKind Kind, string Reason);
