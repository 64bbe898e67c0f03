using Postern.Contracts;
using Postern.Core.Notices;
using Postern.Core.Reports;
using Postern.Core.Senders;

namespace Postern.Core.Journal;

/// <summary>The record of one incoming mail: its source, its state, and every reason for it.</summary>
public sealed record JournalEntry
{
    public required string Id { get; init; }

    public required DateTimeOffset Received { get; init; }

    /// <summary>Where it came from: <c>mailbox:…</c>, <c>http</c>, <c>queue</c>, <c>try</c>, or a provider's name.</summary>
    public required string Source { get; init; }

    /// <summary>Name of the raw mail's blob.</summary>
    public required string Raw { get; init; }

    public JournalState State { get; init; }

    /// <summary>The From as the mail shows it.</summary>
    public string? From { get; init; }

    /// <summary>
    /// Address of the author; empty where the From credits nobody; null before the decision, and in entries of older
    /// versions.
    /// </summary>
    public string? Sender { get; init; }

    /// <summary>
    /// Whether the mail comes from the domain of its From; null before the decision, and in entries of older versions.
    /// </summary>
    public SenderVerdict? Authentication { get; init; }

    /// <summary>
    /// The first ten addresses that it reached, or else that its fields name; null before the decision, and in entries of
    /// older versions.
    /// </summary>
    public IReadOnlyList<string>? Recipients { get; init; }

    public string? Subject { get; init; }

    public string? MessageId { get; init; }

    /// <summary>The reason of every rule that was asked, in order.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>The threads that the mail was routed to.</summary>
    public IReadOnlyList<ThreadKey> Threads { get; init; } = [];

    /// <summary>The deliveries that the mail reports on, and the effects.</summary>
    public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

    /// <summary>The threads that a person can choose from when the mail is not routed.</summary>
    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];

    /// <summary>The notices to the sender, those that were withheld included.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The field by which a trusted server marked it as spam; null without one.</summary>
    public string? Spam { get; init; }

    /// <summary>The field by which a trusted server found a virus in it; null without one.</summary>
    public string? Infected { get; init; }

    /// <summary>
    /// What a reader should know beside the text, as sentences: charsets that were guessed, the state of a signature, that
    /// it is encrypted. Null without any.
    /// </summary>
    public IReadOnlyList<string>? Reading { get; init; }

    /// <summary>A person wrote it, and no thread has it: the raw mail is kept as long as the entry.</summary>
    public bool Unread { get; init; }

    public DateTimeOffset? Decided { get; init; }

    /// <summary>How often it was replayed.</summary>
    public int Replays { get; init; }

    /// <summary>The mail that it is a further copy of; null for any other.</summary>
    public string? CopyOf { get; init; }

    /// <summary>Further copies of it, which came by other ways, oldest first.</summary>
    public IReadOnlyList<MailCopy> Copies { get; init; } = [];
}

/// <summary>Selects the mails of a day; null selects all.</summary>
/// <param name="State">Only those in this state.</param>
/// <param name="Sender">Only those from this address.</param>
/// <param name="MessageId">Only those with this Message-Id, without angle brackets.</param>
/// <param name="After">Only those older than this mail.</param>
public sealed record JournalFilter(
    JournalState? State = null,
    string? Sender = null,
    string? MessageId = null,
    MailId? After = null
)
{
    /// <summary>Only those from this address, or that name it among their first three recipients.</summary>
    public string? Address { get; init; }

    /// <summary>Only those whose subject contains it, in capitals or not.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether a mail that fulfils the conditions of the query is searched for.</summary>
    public bool Takes(JournalEntry entry) =>
        Subject is null || entry.Subject?.Contains(Subject, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>The state of an incoming mail.</summary>
public enum JournalState
{
    /// <summary>Accepted, not decided yet.</summary>
    Pending,

    /// <summary>Posted to one or more threads.</summary>
    Routed,

    /// <summary>A report on mail that was sent.</summary>
    Bounce,

    /// <summary>A copy of an earlier mail.</summary>
    Duplicate,

    /// <summary>Dropped on purpose, for instance in a loop.</summary>
    Ignored,

    /// <summary>Not routable, or not allowed; kept and replayable.</summary>
    Refused,

    /// <summary>Names two threads; a person chooses.</summary>
    Parked,

    /// <summary>A reply from a stranger; a person releases it.</summary>
    Held,

    /// <summary>Infected, or forged or spam to an alias that does not accept that; a person releases it.</summary>
    Quarantined,

    /// <summary>Not usable; the raw mail is kept.</summary>
    Failed,
}

/// <summary>One step of a decision.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Hit">Whether the rule applied.</param>
/// <param name="Text">Why, in words.</param>
public sealed record Reason(string Rule, bool Hit, string Text);
