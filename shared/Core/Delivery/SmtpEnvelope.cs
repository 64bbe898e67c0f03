namespace Postern.Core.Delivery;

/// <summary>
/// The envelope of one mail (RFC 5321 §2.3.1): one recipient per transaction, so that each has its own result.
/// </summary>
/// <param name="From">Envelope sender; empty = the null sender.</param>
/// <param name="Recipient">The recipient.</param>
/// <param name="Id">
/// Printable identifier of up to 100 characters that a delivery status notification repeats (ENVID, RFC 3461 §4.4);
/// null = no notification is requested.
/// </param>
public sealed record SmtpEnvelope(string From, string Recipient, string? Id = null)
{
    /// <summary>How the mail is signed when it leaves; null = not at all.</summary>
    public DkimSigning? Signing { get; init; }
}
