namespace Postern.Core.Validation;

/// <summary>What is to be written, as the rules have put it in order, and what they say of it.</summary>
/// <param name="Value">What is written when <see cref="Findings.Allow"/>.</param>
/// <param name="Findings">What the rules say.</param>
public sealed record Edit<T>(T Value, Findings Findings)
{
    /// <summary>Other rows of configuration that change with it, in the same transaction.</summary>
    public IReadOnlyList<ConfigurationChange> Also { get; init; } = [];
}

/// <summary>How an edit went.</summary>
public enum EditOutcome
{
    Created,
    Replaced,
    Deleted,

    /// <summary>There is no such thing.</summary>
    Missing,

    /// <summary>The caller's condition does not hold: somebody else changed it.</summary>
    ConditionFailed,

    /// <summary>The rules refuse it for what it is.</summary>
    Invalid,

    /// <summary>The rules refuse it for what else there is.</summary>
    Conflict,
}

/// <summary>How an edit went, and what is stored now.</summary>
public sealed record EditResult<T>(EditOutcome Outcome, Versioned<T>? Stored, Findings Findings)
{
    /// <summary>The same result about another form of the thing.</summary>
    public EditResult<TOther> Select<TOther>(Func<T, TOther> form) =>
        new(Outcome, Stored is null ? null : new Versioned<TOther>(form(Stored.Value), Stored.Version), Findings);
}

/// <summary>Edits that changed nothing.</summary>
public static class EditResult
{
    public static EditResult<T> Of<T>(EditOutcome outcome) => new(outcome, null, Findings.None);

    public static EditResult<T> Refused<T>(Findings findings) =>
        new(findings.Errors.Count > 0 ? EditOutcome.Invalid : EditOutcome.Conflict, null, findings);
}

/// <summary>One row of configuration to be written, or removed when there is no value.</summary>
public sealed record ConfigurationChange(string Kind, string Id, object? Value);

/// <summary>The version row as it was read.</summary>
/// <param name="Version">Its version; null before the first change.</param>
public sealed record ConfigurationVersion(string? Version);
