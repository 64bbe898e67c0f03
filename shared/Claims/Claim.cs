using Postern.Journal;
using Postern.Threads;

namespace Postern.Claims;

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
}
