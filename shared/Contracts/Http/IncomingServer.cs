using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>
/// A mailbox from which mail is fetched (P31, P33). Its password, client secret and refresh token are in the secret
/// store, never here.
/// </summary>
public sealed record IncomingServer
{
    /// <summary>The folder that every mailbox has (RFC 9051 §5.1).</summary>
    public const string Inbox = "INBOX";

    /// <summary>Identifier in the configuration: 1 to 50 lower-case letters, digits and hyphens.</summary>
    [JsonIgnore]
    public string Id { get; init; } = "";

    /// <summary>Display name, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol; default <see cref="MailboxProtocol.Imap"/>.</summary>
    public MailboxProtocol Protocol { get; init; }

    /// <summary>Host name or IP address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port; null = <see cref="UsualPort"/>.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// Encryption of the connection; default <see cref="ConnectionSecurity.Tls"/>. Any but
    /// <see cref="ConnectionSecurity.StartTlsWhenAvailable"/>.
    /// </summary>
    public ConnectionSecurity Security { get; init; } = ConnectionSecurity.Tls;

    /// <summary>Whether the server's certificate must be valid for <see cref="Host"/>; default true.</summary>
    public bool VerifyCertificate { get; init; } = true;

    /// <summary>User name of the account.</summary>
    public required string UserName { get; init; }

    /// <summary>How to authenticate; default <see cref="ServerAuthentication.Password"/>.</summary>
    public ServerAuthentication Authentication { get; init; }

    /// <summary>
    /// Source of access tokens; required with <see cref="ServerAuthentication.Xoauth2"/>, not allowed otherwise.
    /// </summary>
    [JsonPropertyName("oauth")]
    public OAuthSettings? OAuth { get; init; }

    /// <summary>The folders to fetch; default: <see cref="Inbox"/> only, which is also the only one of POP3.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [Inbox];

    /// <summary>What is done in the mailbox with a mail that was fetched; null = <see cref="Afterwards"/>.</summary>
    public AfterFetch? AfterFetch { get; init; }

    /// <summary>Target folder of <see cref="Postern.Contracts.Http.AfterFetch.Move"/>; not allowed otherwise.</summary>
    public string? MoveTo { get; init; }

    /// <summary>
    /// Whether only mail without the flag \Seen is fetched; default false, IMAP only. Mail that another client has read
    /// is then missed.
    /// </summary>
    public bool UnseenOnly { get; init; }

    /// <summary>
    /// Model of the record to create when no alias and no thread matches a mail (P33, "Actions to Perform on Incoming
    /// Mails"); usually null.
    /// </summary>
    public string? FallbackModel { get; init; }

    /// <summary>
    /// Addresses of the gateway that mail of this mailbox is for when nothing in it names one, such as a blind copy or
    /// mail through a list; default none, at most 50.
    /// </summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Whether the attachments of a mail are kept on its message; default true.</summary>
    public bool KeepAttachments { get; init; } = true;

    /// <summary>Whether the original mail is attached to its message as a file; default false.</summary>
    public bool KeepOriginal { get; init; }

    /// <summary>Maximum size of a mail in bytes; null = the parameter <c>mail.size.max</c>.</summary>
    public long? LargestMail { get; init; }

    /// <summary>Minutes between fetches, 1 to 1440; null = the parameter <c>mail.fetch.minutes</c> (P36).</summary>
    public int? IntervalMinutes { get; init; }

    /// <summary>Whether mail is fetched; default true.</summary>
    public bool Active { get; init; } = true;

    /// <summary>The standard port of the protocol and security: 993, 143, 995 or 110.</summary>
    [JsonIgnore]
    public int UsualPort =>
        (Protocol, Security) switch
        {
            (MailboxProtocol.Imap, ConnectionSecurity.Tls) => 993,
            (MailboxProtocol.Imap, _) => 143,
            (_, ConnectionSecurity.Tls) => 995,
            _ => 110,
        };

    /// <summary>
    /// The action after the fetch that applies: <see cref="AfterFetch"/>, else
    /// <see cref="Postern.Contracts.Http.AfterFetch.MarkSeen"/> with IMAP and
    /// <see cref="Postern.Contracts.Http.AfterFetch.Leave"/> with POP3.
    /// </summary>
    [JsonIgnore]
    public AfterFetch Afterwards => AfterFetch ?? DefaultAfterFetch;

    private AfterFetch DefaultAfterFetch =>
        Protocol == MailboxProtocol.Imap
            ? Postern.Contracts.Http.AfterFetch.MarkSeen
            : Postern.Contracts.Http.AfterFetch.Leave;
}

/// <summary>Protocol by which a mailbox is read.</summary>
public enum MailboxProtocol
{
    /// <summary>IMAP4rev1 or IMAP4rev2 (RFC 3501, RFC 9051).</summary>
    Imap,

    /// <summary>POP3 with UIDL (RFC 1939 §7).</summary>
    Pop3,
}

/// <summary>What is done in the mailbox with a mail that was fetched.</summary>
public enum AfterFetch
{
    /// <summary>The flag \Seen is set; IMAP only.</summary>
    MarkSeen,

    /// <summary>The mail is moved to another folder; IMAP only.</summary>
    Move,

    /// <summary>The mail is deleted.</summary>
    Delete,

    /// <summary>Nothing.</summary>
    Leave,
}
