namespace Postern.Gateway.Mailboxes;

/// <summary>A mailbox whose mail cannot be told apart, or whose account is not known: it is not fetched.</summary>
internal sealed class UnusableMailboxException(string words, string advice) : Exception(words)
{
    /// <summary>What to do.</summary>
    public string Advice => advice;

    public static UnusableMailboxException Preauthenticated() =>
        new(
            "The server has logged the connection in by itself (PREAUTH) and does not say to which account: "
                + "whose mail it shows is not known.",
            "Use a port of the server on which a user name and a password are asked for."
        );

    public static UnusableMailboxException WithoutUidValidity(string folder) =>
        new(
            $"The server gives the folder '{folder}' no UIDVALIDITY, or 0 (RFC 9051 §2.3.1.1): "
                + "without it mail that was fetched cannot be told from new mail.",
            "Have the server repaired, or fetch the mailbox by POP3."
        );

    public static UnusableMailboxException WithoutUidl() =>
        new(
            "The server does not support UIDL (RFC 1939 §7): without it mail that was fetched cannot be told "
                + "from new mail.",
            "Fetch the mailbox by IMAP."
        );

    public static UnusableMailboxException TooManyMails(int count, int most) =>
        new(
            FormattableString.Invariant(
                $"The mailbox holds {count:N0} mails; by POP3 at most {most:N0} can be told apart, and none is fetched."
            ),
            "Fetch the mailbox by IMAP, or move old mail out of it."
        );

    public static UnusableMailboxException TooManyAlike(int count, int most) =>
        new(
            $"The server gives {count} mails the UIDL of another one, which RFC 1939 §7 forbids; "
                + $"at most {most} are read to tell them apart.",
            "Fetch the mailbox by IMAP, or have the server repaired."
        );
}

/// <summary>There is no folder of a name.</summary>
/// <param name="folder">The name.</param>
/// <param name="existing">Names of the folders that there are; empty if they are not known.</param>
internal sealed class MissingFolderException(string folder, IReadOnlyList<string> existing)
    : Exception(
        $"There is no folder '{folder}'."
            + (existing.Count == 0 ? "" : $" There are: {string.Join(", ", existing.Select(name => $"'{name}'"))}.")
    );
