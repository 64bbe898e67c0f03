using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>An address that mass mail is never sent to, with why and since when (P28).</summary>
public sealed record BlacklistEntry
{
    [JsonIgnore]
    public string Address { get; init; } = "";

    public BlacklistReason Reason { get; init; }

    public string? Note { get; init; }

    /// <summary>When it was made; the time of writing where none is given.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>From when on it does not count any more; null = it stays.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The entry that was there when the person unsubscribed; it counts again when that is undone.</summary>
    public BlacklistEntry? Covers { get; init; }

    /// <summary>Whether it counts at a time.</summary>
    public bool CountsAt(DateTimeOffset now) => Expires is null || Expires > now;
}

/// <summary>Why an address is on the blacklist.</summary>
public enum BlacklistReason
{
    /// <summary>An administrator or a program put it there.</summary>
    Manual,

    /// <summary>Its mail bounced too often.</summary>
    Bounces,

    /// <summary>Its owner reported a mail as spam.</summary>
    Complaint,

    /// <summary>Its owner wants no mailings.</summary>
    Unsubscribed,
}
