using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>
/// An address on an alias domain: a mail to it creates a record of a model, or is posted on one fixed thread (P30, P35,
/// P40).
/// </summary>
public sealed record MailAlias
{
    /// <summary>Id of the alias domain.</summary>
    [JsonIgnore]
    public string Domain { get; init; } = "";

    /// <summary>Local part of the address.</summary>
    [JsonIgnore]
    public string LocalPart { get; init; } = "";

    /// <summary>Model of the records that mail to the alias creates.</summary>
    public required string Model { get; init; }

    /// <summary>Initial values of every record that the alias creates; at most 32,000 characters of JSON.</summary>
    public JsonObject? Defaults { get; init; }

    /// <summary>
    /// Id of the one record on whose thread all mail to the alias is posted; null = every new mail creates a record.
    /// </summary>
    public string? ForcedThread { get; init; }

    /// <summary>The record whose followers may write under <see cref="ContactPolicy.Followers"/>.</summary>
    public ThreadKey? ParentThread { get; init; }

    /// <summary>Who may write to the alias; default <see cref="ContactPolicy.Everyone"/>.</summary>
    public ContactPolicy ContactPolicy { get; init; }

    /// <summary>HTML, at most 10,000 characters, that a rejected sender receives; null = the standard text.</summary>
    public string? RefusalText { get; init; }

    /// <summary>
    /// Language of the automatic mails that the alias causes, a tag as <c>de-AT</c> (RFC 5646); null = that of the alias
    /// domain. The Content-Language of the answered mail has precedence.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>
    /// Whether the sender of a mail that creates a record follows it; default <see cref="FollowSender.All"/>.
    /// </summary>
    public FollowSender FollowSender { get; init; }

    /// <summary>
    /// Whether the alias also receives mail for its local part on every domain that <c>mail.catchall.domain.allowed</c>
    /// allows (P41); default false.
    /// </summary>
    public bool MatchLocalPart { get; init; }

    /// <summary>
    /// What is done with mail whose sender is forged (<c>mail.auth.trusted</c>, <c>mail.auth.verify</c>); default
    /// <see cref="ForgedMail.Accept"/>.
    /// </summary>
    public ForgedMail ForgedMail { get; init; }

    /// <summary>
    /// What is done with mail that a server named in <c>mail.auth.trusted</c> marked as spam; default
    /// <see cref="SpamMail.Flag"/>.
    /// </summary>
    public SpamMail Spam { get; init; } = SpamMail.Flag;

    /// <summary>Addresses that follow every record that the alias creates.</summary>
    public IReadOnlyList<string> Followers { get; init; } = [];

    /// <summary>Whether the last mail to the alias created a record; a change of the alias resets it.</summary>
    public AliasStatus Status { get; init; }

    /// <summary>Why the last mail failed; set only with <see cref="AliasStatus.Failed"/>.</summary>
    public string? LastError { get; init; }
}

/// <summary>Result of the last mail to an alias.</summary>
public enum AliasStatus
{
    /// <summary>No mail has arrived yet.</summary>
    NotTested,

    /// <summary>The last mail created a record.</summary>
    Valid,

    /// <summary>The last mail could not be processed.</summary>
    Failed,
}

/// <summary>Who may write to an alias.</summary>
public enum ContactPolicy
{
    /// <summary>Any sender.</summary>
    Everyone,

    /// <summary>Known contacts.</summary>
    Partners,

    /// <summary>Followers of the parent record or of the forced thread.</summary>
    Followers,
}

/// <summary>Which senders follow the record that their mail creates.</summary>
public enum FollowSender
{
    /// <summary>Every sender, so that a customer who wrote receives the answers.</summary>
    All,

    /// <summary>Known contacts only.</summary>
    Known,
}

/// <summary>
/// What an alias does with mail whose sender is forged.
/// </summary>
public enum ForgedMail
{
    /// <summary>Accepted; the message shows the authentication result.</summary>
    Accept,

    /// <summary>Accepted; the message shows the authentication result, and the administrators are notified.</summary>
    Flag,

    /// <summary>Quarantined until an administrator releases it.</summary>
    Quarantine,
}

/// <summary>
/// What an alias does with mail that a server named in <c>mail.auth.trusted</c> marked as spam. Its sender never gets a
/// notice.
/// </summary>
public enum SpamMail
{
    /// <summary>Accepted like any other mail.</summary>
    Accept,

    /// <summary>Accepted; the message shows the verdict.</summary>
    Flag,

    /// <summary>Quarantined until an administrator releases it.</summary>
    Quarantine,
}
