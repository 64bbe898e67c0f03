using Postern.Contracts.Http;

namespace Postern.Gateway.Mailboxes;

/// <summary>One run at a mailbox.</summary>
/// <param name="Server">Its record.</param>
/// <param name="Mailbox">The mailbox, logged in at.</param>
/// <param name="Lease">The right to fetch it.</param>
/// <param name="Import">Which mail it was confirmed for.</param>
/// <param name="Limit">Most mails of a folder.</param>
/// <param name="Largest">Largest mail, in bytes.</param>
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
