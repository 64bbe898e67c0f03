using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>What a mailbox failed with.</summary>
/// <param name="Failure">Its kind.</param>
/// <param name="Words">The server's words, or the system's.</param>
/// <param name="CertificateNames">The names that a refused certificate is for.</param>
public sealed record MailboxTrouble(MailboxFailure Failure, string Words, string? CertificateNames = null);
