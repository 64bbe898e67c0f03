using static Postern.Core.Reports.BounceReason;

namespace Postern.Core.Reports;

/// <summary>
/// Phrases of server replies by reason, in lower case. The first row with a phrase that occurs in the reply decides, so
/// rows with narrower reasons come first and a reason may have several rows.
/// </summary>
internal static class ReasonTable
{
    // csharpier-ignore-start
    public static readonly (BounceReason Reason, string[] Phrases)[] Rows =
    [
        (Loop, [
            "hop count", "too many hops", "mail loop", "message loop", "forwarding loop", "loops back to myself",
            "loop detected", "routing loop", "mail is looping", "too many received",
        ]),
        (SenderRefused, [
            "sender address rejected", "sender rejected", "sender verify failed", "null sender", "empty sender",
            "send as this sender",
        ]),
        (ContentRejected, [
            "duplicate header", "multiple addresses in from", "multiple from", "messages missing a valid",
            "not rfc 5322 compliant", "not rfc 2822 compliant", "missing a valid address in from",
        ]),
        (Policy, [
            "ptr resource record", "ptr record", "no ptr", "reverse dns", "rdns", "reverse lookup", "reverse hostname",
            "reverse mapping",
        ]),
        (Authentication, [
            "sender policy framework", "spf fail", "spf check", "spf record", "spf:", "(spf)", "spf validation",
            "spf hard", "spf soft", "by spf", "dkim", "dmarc", "unauthenticated email", "unauthenticated mail",
            "authentication checks failed", "authentication required", "requires authentication",
            "authentication failed", "authentication information", "failed authentication", "must authenticate",
            "not authenticated", "need to authenticate", "email authentication", "starttls", "not support tls",
            "not support ssl", "tls required", "encryption required", "must use tls", "requires tls",
            "cannot verify the server", "certificate verif", "authentication-results",
        ]),
        (SenderRefused, [
            "sender address verification", "bad sender", "invalid sender", "sender denied", "sender domain",
            "domain of sender", "sender address does not exist", "sender's domain", "sender is not allowed",
            "not allowed to send from", "refused sender", "sender not", "empty envelope sender", "unknown sender",
            "unresolvable sender",
        ]),
        (Moved, [
            "user has moved", "mailbox has moved", "recipient has moved", "has moved to", "address has changed",
            "new e-mail address", "new email address", "please try forwarding",
        ]),
        (TooBig, [
            "message too large", "message too big", "message is too large", "message is too big", "mail too large",
            "mail is too big", "message size exceed", "exceeds size limit", "size limit exceeded",
            "exceeds maximum message size", "maximum message size", "max message size", "message exceeds",
            "exceeded message size", "message file too big", "exceeds fixed limit", "fixed maximum message size",
            "message length exceed", "exceeds maximum allowed size", "larger than the", "too large for", "maximum size",
            "message size limit", "fixed limit on", "nachricht ist zu gro", "trop volumineux", "demasiado grande",
        ]),
        (MailboxFull, [
            "too many messages on the server", "too many messages in the mailbox", "zuviele mails", "zu viele mails",
        ]),
        (RateLimited, [
            "too many connections", "too many concurrent", "too many messages", "too many recipients", "too many mails",
            "too many emails", "too many session", "rate limit", "ratelimit", "rate-limit", "throttl", "greylist",
            "graylist", "grey list", "sending limit", "sending quota", "sending rate", "at a rate that",
            "receiving mail too quickly", "too quickly", "too fast", "excessive volume",
            "exceeded the maximum number of connections", "maximum number of connections", "connection limit",
            "message rate", "per hour", "exceeded the rate", "deferred due to user complaints", "unusual rate",
            "max defers and failures",
        ]),
        (MailboxFull, AddressPhrases.MailboxFull),
        (NetworkError, ["host not found, try again", "host lookup did not complete"]),
        (HostUnknown, AddressPhrases.HostUnknown),
        (Spam, ["blacklisted url", "blacklisted link", "url in message", "uribl", "surbl"]),
        (Policy, [
            "spamhaus", "spamcop", "sorbs", "blacklist", "black list", "blocklist", "block list", "blocked using",
            "dnsbl", "rbl ", "listed at", "listed by", "listed in bl", "denylist", "uceprotect", "bad reputation",
            "poor reputation", "low reputation", "ip reputation", "sender reputation",
        ]),
        (RelayDenied, [
            "relaying denied", "relay access denied", "relay denied", "relaying not allowed", "relaying not permitted",
            "relay not permitted", "unable to relay", "relaying prohibited", "do not relay", "don't relay",
            "not permitted to relay", "cannot relay", "relaying is prohibited", "relaying is not", "relaying mail",
            "not in my list of allowed", "allowed rcpthosts", "is not local", "open relay", "relay prohibited",
            "relay from", "mail relay",
        ]),
        (MailboxDisabled, AddressPhrases.MailboxDisabled),
        (UserUnknown, AddressPhrases.UserUnknown),
        (Spam, [
            "spam", "junk mail", "junk e-mail", "unsolicited", "bulk mail", "bulk email", "uce ", " ube",
            "suspected phishing",
        ]),
        (ContentRejected, [
            "virus", "malware", "infected", "phish", "attachment", "content rejected", "message content",
            "content filter", "content is not", "prohibited content", "executable", "file type", "banned", "rfc 5322",
            "rfc 2822", "rfc 822", "rfc5322", "rfc2822", "rfc822 ", "non-compliant", "not compliant", "non compliant",
            "duplicate header", "multiple from", "missing header", "message-id header", "headers", "bare lf",
            "bare newline", "bare cr", "8-bit", "8bit", "illegal character", "charset", "mime error", "malformed",
            "from field given", "disallowed characters", "invalid header", "resent-from", "conversion", "smtputf8",
            "line too long", "lines too long",
        ]),
        (Expired, [
            "retry timeout exceeded", "retry time not reached", "queue too long", "too long in queue",
            "in queue too long", "message expired", "delivery time expired", "delivery expired", "expired",
            "failing for a long time", "could not deliver for the last", "giving up", "cannot send message for",
            "could not send message for", "could not send mail for", "not been collected after",
            "was not delivered within", "unable to deliver in", "unable to deliver this message after",
            "delivery timed out", "delivery timeout", "maximum retry", "retries exceeded", "too many retries",
            "too many attempts", "retry count exceeded", "message is too old", "given up", "queue lifetime",
            "max queue", "maximum time", "undeliverable for",
        ]),
        (NetworkError, [
            "timed out", "timeout", "time out", "connection refused", "connection reset", "connection dropped",
            "connection was dropped", "connection closed", "connection lost", "lost connection", "connection error",
            "connection failed", "unable to connect", "could not connect", "couldn't connect", "cannot connect",
            "can't connect", "connect to", "did not accept our requests to connect", "establish an smtp connection",
            "conversation with", "network error", "network is unreachable", "no route to host", "host unreachable",
            "host is down", "host is unreachable", "not reachable", "not responding", "did not respond",
            "no response from", "socket error", "end of file", "broken pipe", "handshake", "name server: ",
            "server failure", "nameserver",
        ]),
        (SystemError, [
            "system error", "internal error", "internal server error", "local error", "local configuration error",
            "configuration error", "configuration problem", "server configuration", "mailer error", "mailer failure",
            "pipe to |", "pipe to", "procmail", "command failed", "error writing", "write error", "i/o error",
            "insufficient system", "system resources", "system storage", "disk full", "disk space", "no space left",
            "resources temporarily unavailable", "temporary local problem", "temporary failure",
            "temporary lookup failure", "service unavailable", "currently unavailable", "service not available",
            "service temporarily unavailable", "mailbox busy", "local problem", "out of memory",
            "generated during the delivery attempt", "unable to open mailbox", "error opening", "can't create",
            "cannot open", "not open new", "processing error", "error while being processed", "local delivery failed",
            "delivery agent", "system is not accepting", "not accepting network messages", "exit status",
            "unexpected error", "fatal error", "unable to process", "duplicated message-id",
        ]),
        (Policy, [
            "blocked", "blocking", "access denied", "accessdenied", "permission denied", "not permitted", "not allowed",
            "not authorized", "not authorised", "unauthorized", "denied", "administratively",
            "administrative prohibition", "prohibited", "policy", "policies", "refused by", "refused to talk",
            "refused to accept", "rejected by", "rejected due to", "reverse dns", "rdns", "reverse lookup",
            "reverse hostname", "ptr record", "ptr ", "no ptr", "unverifyable", "unverifiable", "reputation",
            "client host rejected", "client host", "helo", "ehlo", "abuse", "restrict", "not a member", "not member",
            "not allowed to post", "non-member", "only members", "moderat", "domain-filter", "domain filter",
            "rejected by the recipient", "recipient was rejected", "recipients was rejected", "does not like recipient",
            "not whitelisted", "whitelist", "not accept mail from", "unwanted", "too many unwanted",
            "delivery not authorized", "delivery restriction", "message rejected", "message refused", "mail rejected",
            "mail refused", "command rejected", "refused", "bad ip", "dynamic ip", "residential",
        ]),
        (ProtocolError, [
            "syntax error", "unrecognized", "unrecognised", "bad sequence", "need rcpt", "need mail", "protocol error",
            "not implemented", "out of sequence", "invalid command", "bad command",
        ]),
    ];
    // csharpier-ignore-end
}
