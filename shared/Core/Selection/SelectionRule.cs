using Postern.Contracts.Http;

namespace Postern.Core.Selection;

/// <summary>
/// One step of the server selection: which servers it matches, and with which From the mail is then sent.
/// </summary>
internal sealed record SelectionRule
{
    public required SelectionStep Step { get; init; }

    /// <summary>Why the step does not apply to this mail; null when it does.</summary>
    public string? SkippedBecause { get; init; }

    /// <summary>Whether the step may select a server.</summary>
    public Func<Candidate, bool> Matches { get; init; } = _ => false;

    /// <summary>Why a server matches, for the trace.</summary>
    public string Match { get; init; } = "";

    /// <summary>Why a server does not match, for the trace.</summary>
    public string Mismatch { get; init; } = "";

    /// <summary>Whether the mail is sent from the notification address instead of the author's (P17).</summary>
    public bool AsNotification { get; init; }

    /// <summary>The first server that the step selects; null when it selects none.</summary>
    public Candidate? SelectFrom(IReadOnlyList<Candidate> candidates) =>
        SkippedBecause is null ? candidates.FirstOrDefault(Matches) : null;

    /// <summary>The lines of the trace for this step.</summary>
    public IEnumerable<SelectionReason> Reasons(IReadOnlyList<Candidate> candidates, Candidate? chosen)
    {
        if (SkippedBecause is not null)
            return [new SelectionReason(Step, null, null, false, SkippedBecause)];
        return candidates.Select(candidate => Reason(candidate, chosen));
    }

    private SelectionReason Reason(Candidate candidate, Candidate? chosen)
    {
        var hit = ReferenceEquals(candidate, chosen);
        var text = (hit, Matches(candidate)) switch
        {
            (true, _) => $"{Match}.",
            (_, false) => candidate.Filter.IsOpen ? "It has no filter." : $"{Mismatch}.",
            _ => $"{Match}, but {chosen!.Server.Name} goes first {Precedence(chosen.Server, candidate.Server)}.",
        };
        return new SelectionReason(Step, candidate.Server.Id, candidate.Server.Name, hit, text);
    }

    private static string Precedence(OutgoingServer first, OutgoingServer second) =>
        first.Priority == second.Priority
            ? "(same priority, older)"
            : $"(priority {first.Priority} before {second.Priority})";
}
