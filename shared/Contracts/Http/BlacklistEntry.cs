using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>An address that receives no mass mailings (P28).</summary>
public sealed record BlacklistEntry
{
    /// <summary>The blacklisted address.</summary>
    [JsonIgnore]
    public string Address { get; init; } = "";

    /// <summary>Why it is on the blacklist; default <see cref="BlacklistReason.Manual"/>.</summary>
    public BlacklistReason Reason { get; init; }

    /// <summary>Free text for administrators.</summary>
    public string? Note { get; init; }

    /// <summary>When it was added; default: the time of the request.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When the entry ceases to apply; null = never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>
    /// The entry that existed before the recipient unsubscribed; it applies again when that is undone.
    /// </summary>
    public BlacklistEntry? Covers { get; init; }

    /// <summary>Whether the entry applies at a time.</summary>
    /// <param name="now">The time.</param>
    public bool CountsAt(DateTimeOffset now) => Expires is null || Expires > now;
}

/// <summary>Why an address is on the blacklist.</summary>
public enum BlacklistReason
{
    /// <summary>Added by an administrator or a program.</summary>
    Manual,

    /// <summary>Too many mails to it bounced.</summary>
    Bounces,

    /// <summary>Its owner reported a mail as spam.</summary>
    Complaint,

    /// <summary>Its owner unsubscribed from all mailings.</summary>
    Unsubscribed,
}
