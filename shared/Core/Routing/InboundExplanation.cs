using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.Reports;
using Postern.Core.Routing.Facts;
using Postern.Core.Senders;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>How a mail would be routed if it came now; nothing is written or sent.</summary>
public sealed record InboundExplanation
{
    public required JournalState State { get; init; }

    /// <summary>The reason of every rule that was asked, in order.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }

    public required ExplainedFacts Facts { get; init; }

    /// <summary>The messages that it would become.</summary>
    public IReadOnlyList<ExplainedPosting> Postings { get; init; } = [];

    /// <summary>The notices to its sender, those that would be withheld included.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The deliveries that it reports on, and the effects.</summary>
    public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

    /// <summary>The threads that a person could choose from if it is not routed.</summary>
    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];

    /// <summary>The mail that it is a further copy of; null for any other.</summary>
    public string? CopyOf { get; init; }

    /// <summary>The copies of that mail that came before, oldest first.</summary>
    public IReadOnlyList<MailCopy> Copies { get; init; } = [];
}

/// <summary>A message that would be posted to a thread.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Create">Whether the thread would be created.</param>
/// <param name="Kind">Comment or note.</param>
/// <param name="Author">The author of the message.</param>
/// <param name="Follow">Addresses that would follow the thread from then on.</param>
/// <param name="Notified">Addresses that would be notified.</param>
/// <param name="NewText">What the author wrote apart from the quotation; null when that is all of the text.</param>
public sealed record ExplainedPosting(
    ThreadKey Thread,
    bool Create,
    MessageKind Kind,
    MessageAuthor Author,
    IReadOnlyList<string> Follow,
    IReadOnlyList<string> Notified,
    string? NewText
);

/// <summary>The facts that the decision depends on besides the mail.</summary>
/// <param name="From">The sender's address; null without one.</param>
/// <param name="Recipients">Every address that counts as a recipient.</param>
/// <param name="Contact">Name of the sender's contact; null for a stranger.</param>
/// <param name="Internal">Whether that contact is an employee.</param>
/// <param name="Recent">How many recent mails of the sender are counted.</param>
/// <param name="Clues">The parts of the mail that name a thread, most trusted first.</param>
/// <param name="Earlier">Earlier mails with the same Message-Id.</param>
/// <param name="Automatic">Why the mail counts as automatic; null for mail that a person wrote.</param>
/// <param name="Forged">Why the sender is forged; null when that is not known.</param>
/// <param name="Spam">The field by which a trusted server marks it as spam; null without one.</param>
/// <param name="Infected">The field by which a trusted server found a virus; null without one.</param>
/// <param name="Authentication">Whether the mail comes from the domain of its From.</param>
public sealed record ExplainedFacts(
    string? From,
    IReadOnlyList<string> Recipients,
    string? Contact,
    bool Internal,
    int Recent,
    IReadOnlyList<Clue> Clues,
    IReadOnlyList<string> Earlier,
    string? Automatic,
    string? Forged,
    string? Spam,
    string? Infected,
    SenderVerdict Authentication
)
{
    /// <summary>
    /// Whether the author may have answered inside the quoted mail, by lines in another colour; the new text has none
    /// of them.
    /// </summary>
    public bool MayAnswerInQuote { get; init; }
}
