using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Claims;

/// <summary>
/// What was decided, once and for all: whoever meets the same work again carries out this plan and never decides anew.
/// </summary>
public sealed record Claim
{
    /// <summary>The mail's journal id, or the id of the program's message.</summary>
    public required string Owner { get; init; }

    /// <summary>Tells a copy of the mail from another mail with the same Message-Id.</summary>
    public required string Fingerprint { get; init; }

    public required JournalState State { get; init; }

    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>Everything to be posted.</summary>
    public IReadOnlyList<PostingPlan> Postings { get; init; } = [];

    /// <summary>Notices to be sent.</summary>
    public IReadOnlyList<NoticePlan> Notices { get; init; } = [];

    /// <summary>Notices that are not sent, each with the reason.</summary>
    public IReadOnlyList<Notice> Withheld { get; init; } = [];

    /// <summary>A parked mail's threads to choose from.</summary>
    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];

    /// <summary>Addresses of the aliases that the mail named: a copy of the mail is only taken for others.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What is shown at deliveries and counts against addresses, when the mail is a report.</summary>
    public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

    /// <summary>Whether the sender's history of bounces ends with this mail: the address lives.</summary>
    public bool ClearsBounces { get; init; }

    /// <summary>What is remembered of the sender, when anything is.</summary>
    public MailSentIn? SentIn { get; init; }
}
