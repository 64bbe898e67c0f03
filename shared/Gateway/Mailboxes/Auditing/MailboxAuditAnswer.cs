using Postern.Contracts.Http;

namespace Postern.Gateway.Mailboxes.Auditing;

/// <summary>The answer to a request for an audit.</summary>
/// <param name="Outcome">Whether it was done.</param>
/// <param name="Report">What it found; only if it was done.</param>
/// <param name="Words">Why the mailbox failed, in the server's words.</param>
public sealed record MailboxAuditAnswer(AuditOutcome Outcome, MailboxAuditReport? Report = null, string? Words = null);

/// <summary>Whether an audit was done.</summary>
public enum AuditOutcome
{
    Done,
    NoServer,

    /// <summary>The mailbox is not confirmed, so none of its mail was fetched.</summary>
    Draft,

    /// <summary>The mailbox is being fetched, tested or audited at this moment.</summary>
    Busy,

    /// <summary>The server was not reached, or refused the login or a command.</summary>
    Failed,
}
