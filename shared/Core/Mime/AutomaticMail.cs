namespace Postern.Core.Mime;

/// <summary>What kind of automatic mail a mail is.</summary>
public enum AutomaticMailKind
{
    /// <summary>An answer that no person wrote: out of office, acknowledgement (RFC 3834).</summary>
    AutoReply,

    /// <summary>Mail of a mailing list (RFC 2919, RFC 2369).</summary>
    List,

    /// <summary>Bulk, junk or machine-made mail that answers nothing.</summary>
    Bulk,

    /// <summary>A feedback report (RFC 5965): somebody called our mail spam.</summary>
    Complaint,

    /// <summary>A read receipt (RFC 8098).</summary>
    Receipt,

    /// <summary>A delivery status notification (RFC 3464) or another notice of a mail system.</summary>
    DeliveryReport,

    /// <summary>A request to prove that the sender is a person.</summary>
    Challenge,
}

/// <summary>That no person wrote a mail, and how we know. Such mail is never answered by a notice.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Reason">The header field that says so, with its value.</param>
public sealed record AutomaticMail(AutomaticMailKind Kind, string Reason);
