using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Bounces;
using Postern.Core.Journal;
using Postern.Core.Notices;

namespace Postern.Core.Routing.Facts;

/// <summary>What one rule says: a state decides, no state passes on to the next rule.</summary>
public sealed record Verdict(JournalState? State, string Text)
{
    public IReadOnlyList<Route> Routes { get; init; } = [];

    public IReadOnlyList<Notice> Notices { get; init; } = [];

    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];

    public IReadOnlyList<MailAlias> Aliases { get; init; } = [];

    /// <summary>What a report does, wherever it goes.</summary>
    public BouncePlan? Bounce { get; init; }

    public static Verdict Pass(string text) => new(null, text);
}
