using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>Details of a mailbox failure.</summary>
/// <param name="Failure">Why the mailbox could not be read.</param>
/// <param name="Words">The server's reply, or the error text of the system where there was no reply.</param>
/// <param name="CertificateNames">The names for which a rejected certificate is valid.</param>
/// <param name="Advice">What to do, where the kind of the failure does not say it.</param>
public sealed record MailboxTrouble(
    MailboxFailure Failure,
    string Words,
    string? CertificateNames = null,
    string? Advice = null
);
