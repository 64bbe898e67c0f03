using Postern.Contracts;
using Postern.Core.Notices;
using Postern.Core.Reports;

namespace Postern.Core.Journal;

/// <summary>What is known of one mail that came in: where from, what became of it, and every reason why.</summary>
public sealed record JournalEntry
{
    public required string Id { get; init; }

    public required DateTimeOffset Received { get; init; }

    /// <summary>Where it came from: <c>mailbox:…</c>, <c>http</c>, <c>queue</c>, or a provider's name.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the raw mail's blob.</summary>
    public required string Raw { get; init; }

    public JournalState State { get; init; }

    public string? From { get; init; }

    public string? Subject { get; init; }

    public string? MessageId { get; init; }

    /// <summary>The trace: every rule that was looked at, in order, and what it said.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>The threads that the mail went to.</summary>
    public IReadOnlyList<ThreadKey> Threads { get; init; } = [];

    /// <summary>The deliveries that the mail reports on, and what that does.</summary>
    public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

    /// <summary>A parked mail's threads to choose from.</summary>
    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];

    /// <summary>What the sender was told, and what they would have been told but for a limit.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    public DateTimeOffset? Decided { get; init; }

    /// <summary>How often it was decided about again.</summary>
    public int Replays { get; init; }
}

/// <summary>Which mails of a day are listed; null = whichever.</summary>
/// <param name="State">Only those in this state.</param>
/// <param name="Sender">Only those from this address.</param>
/// <param name="MessageId">Only those with this Message-Id, without angle brackets.</param>
/// <param name="After">Only those older than this mail.</param>
public sealed record JournalFilter(
    JournalState? State = null,
    string? Sender = null,
    string? MessageId = null,
    MailId? After = null
);

/// <summary>What became of a mail.</summary>
public enum JournalState
{
    /// <summary>Taken in, not decided yet.</summary>
    Pending,

    /// <summary>On one thread or more.</summary>
    Routed,

    /// <summary>A report on mail that was sent.</summary>
    Bounce,

    /// <summary>Came before.</summary>
    Duplicate,

    /// <summary>Dropped on purpose, for instance in a loop.</summary>
    Ignored,

    /// <summary>Nobody to give it to, or not allowed; kept and replayable.</summary>
    Refused,

    /// <summary>Names two threads; waits for a person.</summary>
    Parked,

    Held,

    Quarantined,

    /// <summary>Cannot be used; raw mail kept.</summary>
    Failed,
}

/// <summary>One step of a decision.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Hit">Whether the rule applied.</param>
/// <param name="Text">Why, in words.</param>
public sealed record Reason(string Rule, bool Hit, string Text);
