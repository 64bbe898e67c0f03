namespace Postern.Core.Delivery;

/// <summary>The envelope of one mail (RFC 5321 §2.3.1): one recipient a transaction, so that each has an outcome of its own.</summary>
/// <param name="From">Envelope sender; empty = the null sender.</param>
/// <param name="Recipient">The only recipient.</param>
/// <param name="Id">Printable identifier that a server's report of failure repeats (ENVID, RFC 3461 §4.4), up to 100 characters; null = no report is asked for.</param>
public sealed record SmtpEnvelope(string From, string Recipient, string? Id = null);
