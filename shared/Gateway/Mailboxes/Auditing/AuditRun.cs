using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Gateway.Mailboxes.Auditing;

/// <summary>The audit of one folder.</summary>
/// <param name="Server">The record of the incoming server.</param>
/// <param name="Mailbox">The authenticated session.</param>
/// <param name="Scope">What is audited.</param>
internal sealed record AuditRun(IncomingServer Server, IMailbox Mailbox, AuditScope Scope);

/// <summary>What an audit covers.</summary>
/// <param name="Limit">Most mails of a folder, the newest.</param>
/// <param name="Repair">Whether to repair.</param>
/// <param name="Limits">What the verdicts depend on.</param>
internal sealed record AuditScope(int Limit, bool Repair, AuditLimits Limits);

/// <summary>A mail of a mailbox, what the gateway knows of it, and the verdict.</summary>
internal sealed record JudgedMail(MailDetails Mail, FoundMail Found, AuditVerdict Verdict);
