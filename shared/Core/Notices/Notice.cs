using Postern.Core.Threads;
using Postern.Core.Wording;

namespace Postern.Core.Notices;

/// <summary>An automatic answer to the sender of a mail. Creating one sends nothing.</summary>
public sealed record Notice
{
    public required NoticeKind Kind { get; init; }

    /// <summary>The recipient: the reverse path, else the From; null when the mail has neither.</summary>
    public string? Recipient { get; init; }

    /// <summary>
    /// Name of the alias domain that the mail was sent to; the notice comes from MAILER-DAEMON there.
    /// </summary>
    public required string Domain { get; init; }

    /// <summary>The address that the mail was sent to.</summary>
    public required string Address { get; init; }

    /// <summary>The text, without the quoted mail.</summary>
    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>
    /// Language of the text, one of <see cref="Languages.All"/>; null = English, in claims and entries of older versions.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>Why it is not sent; null when it is.</summary>
    public string? Withheld { get; init; }
}

/// <summary>A notice to be sent, with every id fixed; it belongs to no record.</summary>
public sealed record NoticePlan(Notice Notice, PostingPlan Posting);

/// <summary>Why the gateway answers a mail automatically.</summary>
public enum NoticeKind
{
    /// <summary>The mail was sent to an address that only collects replies (P26).</summary>
    Catchall,

    /// <summary>The alias accepts mail from known contacts only.</summary>
    KnownContactsOnly,

    /// <summary>The alias accepts mail from followers only.</summary>
    FollowersOnly,

    /// <summary>The alias cannot accept any mail as it is configured.</summary>
    FailedAlias,

    /// <summary>The sender wrote too often (P37).</summary>
    Loop,
}
