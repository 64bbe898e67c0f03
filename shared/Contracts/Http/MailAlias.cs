using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>A local part on an alias domain that makes records of a model from mail, or feeds one fixed thread (P30, P35, P40).</summary>
public sealed record MailAlias
{
    /// <summary>Identifier of the alias domain.</summary>
    [JsonIgnore]
    public string Domain { get; init; } = "";

    [JsonIgnore]
    public string LocalPart { get; init; } = "";

    /// <summary>Model of the records that mail to the alias makes.</summary>
    public required string Model { get; init; }

    /// <summary>Values that every record made by the alias starts with.</summary>
    public JsonObject? Defaults { get; init; }

    /// <summary>Id of the one record that all mail to the alias goes to; null = every mail makes a record.</summary>
    public string? ForcedThread { get; init; }

    /// <summary>The record whose followers may write under the policy <c>followers</c>.</summary>
    public ThreadKey? ParentThread { get; init; }

    public ContactPolicy ContactPolicy { get; init; }

    /// <summary>HTML that a refused sender is told instead of the standard text.</summary>
    public string? RefusalText { get; init; }

    /// <summary>Whether the sender of a mail that makes a record follows it.</summary>
    public FollowSender FollowSender { get; init; }

    /// <summary>Takes its local part on any domain that <c>mail.catchall.domain.allowed</c> allows (P41).</summary>
    public bool MatchLocalPart { get; init; }

    /// <summary>What is done with mail whose sender a trusted server found to be forged.</summary>
    public ForgedMail ForgedMail { get; init; }

    /// <summary>Addresses that follow every record that the alias makes.</summary>
    public IReadOnlyList<string> Followers { get; init; } = [];

    /// <summary>Whether its last mail made a record; not tested again after every change of the alias.</summary>
    public AliasStatus Status { get; init; }

    /// <summary>Why the last mail did not, when <see cref="Status"/> is failed.</summary>
    public string? LastError { get; init; }
}

/// <summary>How an alias does.</summary>
public enum AliasStatus
{
    NotTested,
    Valid,
    Failed,
}

/// <summary>Who may write to an alias.</summary>
public enum ContactPolicy
{
    Everyone,

    /// <summary>Known contacts.</summary>
    Partners,

    /// <summary>Followers of the parent record or of the forced thread.</summary>
    Followers,
}

/// <summary>Whose mail makes its sender a follower.</summary>
public enum FollowSender
{
    /// <summary>Everybody: the customer who wrote gets the answers.</summary>
    All,

    /// <summary>Known contacts only.</summary>
    Known,
}

/// <summary>What an alias does with mail whose sender a server named in <c>mail.auth.trusted</c> found to be forged.</summary>
public enum ForgedMail
{
    /// <summary>Takes it, with the verdict on the message.</summary>
    Accept,

    /// <summary>Takes it, with the verdict on the message, and tells whoever looks after the gateway.</summary>
    Flag,

    /// <summary>Sets it aside until a person releases it.</summary>
    Quarantine,
}
