using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>
/// What a refusal of a mailbox's server means: by its response code (RFC 5530, RFC 2449 §8, RFC 3206), otherwise by
/// its words, otherwise by when it came.
/// </summary>
public static class MailboxReplies
{
    private static readonly Dictionary<string, (MailboxFailure Failure, string Meaning)> Codes = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["AUTHENTICATIONFAILED"] = (MailboxFailure.Credentials, "The server refuses the login"),
        ["AUTH"] = (MailboxFailure.Credentials, "The server refuses the login"),
        ["AUTHORIZATIONFAILED"] = (MailboxFailure.Credentials, "The login is right, but may not open this mailbox"),
        ["EXPIRED"] = (MailboxFailure.Credentials, "The password has expired"),
        ["CONTACTADMIN"] = (MailboxFailure.Credentials, "The account needs its administrator"),
        ["PRIVACYREQUIRED"] = (MailboxFailure.NotSupported, "The server allows a login over TLS only"),
        ["UNAVAILABLE"] = (MailboxFailure.Unavailable, "A part of the server is down; the password was not checked"),
        ["SYS/TEMP"] = (MailboxFailure.Unavailable, "The server has a passing fault; the password was not checked"),
        ["LIMIT"] = (MailboxFailure.Unavailable, "The server's limit of connections or logins is reached"),
        ["INUSE"] = (MailboxFailure.Unavailable, "Another program has the mailbox open"),
        ["IN-USE"] = (MailboxFailure.Unavailable, "Another program has the mailbox open"),
        ["LOGIN-DELAY"] = (MailboxFailure.Unavailable, "The server allows the next login only after a pause"),
        ["SERVERBUG"] = (MailboxFailure.Refused, "The server has a fault that its operator must mend"),
        ["CORRUPTION"] = (MailboxFailure.Refused, "The mailbox is damaged; the server's operator must mend it"),
        ["SYS/PERM"] = (MailboxFailure.Refused, "The server has a fault that its operator must mend"),
    };

    // Of servers that send no code.
    private static readonly string[] Passing =
    [
        "temporar",
        "try again",
        "try later",
        "too many connections",
        "too many simultaneous",
        "too many sessions",
        "maximum number of connections",
        "connection limit",
        "connections exceeded",
        "unavailable",
        "overloaded",
        "internal error",
        "timed out",
        "mailbox is locked",
        "maildrop already locked",
        "already in use",
        "-in-use-",
    ];

    // A lock after wrong passwords passes too, but every further attempt prolongs it.
    private static readonly string[] OfPasswords = ["password", "credential", "login attempt", "failed login"];

    /// <summary>The trouble that a refusal means.</summary>
    /// <param name="reply">The server's line, without IMAP's tag.</param>
    /// <param name="stage">What it refuses.</param>
    public static MailboxTrouble Read(string reply, MailboxStage stage)
    {
        var (failure, meaning) = ByCode(reply) ?? ByWords(reply, stage);
        return new MailboxTrouble(failure, $"{meaning}: {reply}");
    }

    private static (MailboxFailure Failure, string Meaning)? ByCode(string reply)
    {
        foreach (var code in CodesOf(reply))
        {
            if (Codes.TryGetValue(code, out var known))
                return known;
        }
        return null;
    }

    private static (MailboxFailure Failure, string Meaning) ByWords(string reply, MailboxStage stage)
    {
        var isOfPassword = stage == MailboxStage.Login && Has(reply, OfPasswords);
        if (Has(reply, Passing) && !isOfPassword)
            return (MailboxFailure.Unavailable, "The server does not serve this mailbox at present");
        if (reply.StartsWith("* BYE", StringComparison.OrdinalIgnoreCase))
            return (MailboxFailure.Unavailable, "The server ended the connection");
        return stage switch
        {
            MailboxStage.Greeting => (MailboxFailure.Refused, "The server refuses the connection"),
            MailboxStage.Login => (MailboxFailure.Credentials, "The server refuses the login"),
            _ => (MailboxFailure.Refused, "The server refuses"),
        };
    }

    private static bool Has(string reply, string[] words) =>
        Array.Exists(words, word => reply.Contains(word, StringComparison.OrdinalIgnoreCase));

    // The first atom within the brackets; a reply has one pair, after its status word.
    private static IEnumerable<string> CodesOf(string reply)
    {
        for (var start = reply.IndexOf('['); start >= 0; start = reply.IndexOf('[', start + 1))
        {
            var end = reply.IndexOf(']', start);
            if (end < 0)
                yield break;
            yield return reply[(start + 1)..end].Split(' ', 2)[0];
        }
    }
}

/// <summary>How far a session with a mailbox has come.</summary>
public enum MailboxStage
{
    /// <summary>Greeting and TLS; no password was sent.</summary>
    Greeting,

    /// <summary>The login.</summary>
    Login,

    /// <summary>After the login.</summary>
    Open,
}
