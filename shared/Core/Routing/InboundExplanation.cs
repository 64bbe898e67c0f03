using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.Reports;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>What would become of a mail if it came now.</summary>
public sealed record InboundExplanation
{
    public required JournalState State { get; init; }

    /// <summary>Every rule that was looked at, in order, hit or miss and why.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    public required ExplainedFacts Facts { get; init; }

    /// <summary>The threads that it would go to.</summary>
    public IReadOnlyList<ExplainedPosting> Postings { get; init; } = [];

    /// <summary>What its sender would be told; those that are withheld say why.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The deliveries that it reports on, and what that would do.</summary>
    public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

    /// <summary>A parked mail's threads to choose from.</summary>
    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];
}

/// <summary>A message that would be put on a thread.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Create">Whether it would be made.</param>
/// <param name="Kind">Comment or note.</param>
/// <param name="Author">Who would be credited.</param>
/// <param name="Follow">Who would follow the thread from then on.</param>
/// <param name="Notified">Who would be notified.</param>
public sealed record ExplainedPosting(
    ThreadKey Thread,
    bool Create,
    MessageKind Kind,
    MessageAuthor Author,
    IReadOnlyList<string> Follow,
    IReadOnlyList<string> Notified
);

/// <summary>What the decision looked at beside the mail.</summary>
/// <param name="From">The sender's address; null without one.</param>
/// <param name="Recipients">Every address that counts as a recipient.</param>
/// <param name="Contact">Name of the sender's contact; null for a stranger.</param>
/// <param name="Internal">Whether that is an employee.</param>
/// <param name="Recent">Mails that the sender sent in lately, as far as they count.</param>
/// <param name="Clues">What names a thread, in the order in which it is believed.</param>
/// <param name="Earlier">Mails with the same Message-Id that came before.</param>
/// <param name="Automatic">Why the mail counts as automatic; null for a person's.</param>
/// <param name="Forged">What a trusted server found wrong with the sender; null when nothing.</param>
public sealed record ExplainedFacts(
    string? From,
    IReadOnlyList<string> Recipients,
    string? Contact,
    bool Internal,
    int Recent,
    IReadOnlyList<Clue> Clues,
    IReadOnlyList<string> Earlier,
    string? Automatic,
    string? Forged
);
