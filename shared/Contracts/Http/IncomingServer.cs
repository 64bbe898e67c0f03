using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>A mailbox that mail is fetched from (P31, P33). Its password and its tokens live in the secret store, never here.</summary>
public sealed record IncomingServer
{
    [JsonIgnore]
    public string Id { get; init; } = "";

    public required string Name { get; init; }

    public MailboxProtocol Protocol { get; init; }

    public required string Host { get; init; }

    /// <summary>Null = the usual one of protocol and security: 993, 143, 995 or 110.</summary>
    public int? Port { get; init; }

    /// <summary>TLS from the first byte, STARTTLS as a condition, or none.</summary>
    public ConnectionSecurity Security { get; init; } = ConnectionSecurity.Tls;

    /// <summary>Whether the server's certificate must be valid for <see cref="Host"/>.</summary>
    public bool VerifyCertificate { get; init; } = true;

    public required string UserName { get; init; }

    /// <summary>How to authenticate.</summary>
    public ServerAuthentication Authentication { get; init; }

    /// <summary>Where the access token comes from; only with <see cref="ServerAuthentication.Xoauth2"/>.</summary>
    [JsonPropertyName("oauth")]
    public OAuthSettings? OAuth { get; init; }

    /// <summary>Folders that are read; POP3 has one only.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [Inbox];

    /// <summary>What becomes of a mail in the mailbox once it is taken in; null = marked as seen, or left where POP3 knows no such mark.</summary>
    public AfterFetch? AfterFetch { get; init; }

    /// <summary>The folder that mail is moved to with <see cref="Postern.Contracts.Http.AfterFetch.Move"/>.</summary>
    public string? MoveTo { get; init; }

    /// <summary>Only mail that is not marked as seen when the gateway comes by. Another client that reads the mailbox then hides mail.</summary>
    public bool UnseenOnly { get; init; }

    /// <summary>Model of the records made of mail that nothing else takes; usually null (P33, "Actions to Perform on Incoming Mails").</summary>
    public string? FallbackModel { get; init; }

    /// <summary>Whether the files of a mail are kept on its message.</summary>
    public bool KeepAttachments { get; init; } = true;

    /// <summary>Whether the mail as it came is kept on its message, as a file.</summary>
    public bool KeepOriginal { get; init; }

    /// <summary>Largest mail in bytes that is taken in; null = <c>mail.size.max</c>.</summary>
    public long? LargestMail { get; init; }

    /// <summary>Minutes between fetches; null = <c>mail.fetch.minutes</c> (P36).</summary>
    public int? IntervalMinutes { get; init; }

    public bool Active { get; init; } = true;

    /// <summary>The folder that every mailbox has (RFC 9051 §5.1).</summary>
    public const string Inbox = "INBOX";

    [JsonIgnore]
    public int UsualPort =>
        (Protocol, Security) switch
        {
            (MailboxProtocol.Imap, ConnectionSecurity.Tls) => 993,
            (MailboxProtocol.Imap, _) => 143,
            (_, ConnectionSecurity.Tls) => 995,
            _ => 110,
        };

    [JsonIgnore]
    public AfterFetch Afterwards =>
        AfterFetch
        ?? (
            Protocol == MailboxProtocol.Imap
                ? Postern.Contracts.Http.AfterFetch.MarkSeen
                : Postern.Contracts.Http.AfterFetch.Leave
        );
}

/// <summary>How a mailbox is spoken to.</summary>
public enum MailboxProtocol
{
    /// <summary>IMAP4rev1 or rev2 (RFC 3501, RFC 9051).</summary>
    Imap,

    /// <summary>POP3 with UIDL (RFC 1939 §7).</summary>
    Pop3,
}

/// <summary>What becomes of a mail in the mailbox once it is taken in.</summary>
public enum AfterFetch
{
    /// <summary>It gets the flag \Seen; IMAP only.</summary>
    MarkSeen,

    /// <summary>It goes to another folder; IMAP only.</summary>
    Move,

    Delete,

    /// <summary>It stays as it is.</summary>
    Leave,
}
