using Postern.Contracts.Http;

namespace Postern.Gateway.Mailboxes;

/// <summary>One run at a mailbox.</summary>
/// <param name="Server">The record of the incoming server.</param>
/// <param name="Mailbox">The authenticated session.</param>
/// <param name="Lease">The lease under which positions are written.</param>
/// <param name="Import">Which of the mail that was there at the first run is wanted.</param>
/// <param name="Limit">Most mails of one folder.</param>
/// <param name="Largest">Largest mail that is accepted, in bytes.</param>
/// <param name="Until">When the run ends, whatever is left.</param>
internal sealed record FetchRun(
    IncomingServer Server,
    IMailbox Mailbox,
    MailboxLease Lease,
    ImportChoice Import,
    int Limit,
    long Largest,
    DateTimeOffset Until
);
