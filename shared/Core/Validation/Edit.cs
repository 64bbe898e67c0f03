namespace Postern.Core.Validation;

/// <summary>A change as the rules have normalised it, with their findings.</summary>
/// <param name="Value">The value to store if <see cref="Findings.Allow"/>.</param>
/// <param name="Findings">Errors, conflicts and warnings.</param>
public sealed record Edit<T>(T Value, Findings Findings)
{
    /// <summary>Other rows of the configuration that are written in the same transaction.</summary>
    public IReadOnlyList<ConfigurationChange> Also { get; init; } = [];
}

/// <summary>Result of an edit.</summary>
public enum EditOutcome
{
    Created,
    Replaced,
    Deleted,

    /// <summary>The resource does not exist.</summary>
    Missing,

    /// <summary>The caller's condition is not met: the resource was changed in the meantime.</summary>
    ConditionFailed,

    /// <summary>Rejected because of errors in the value itself.</summary>
    Invalid,

    /// <summary>Rejected because of a conflict with other resources.</summary>
    Conflict,
}

/// <summary>Result of an edit, and the resource as it is stored now.</summary>
public sealed record EditResult<T>(EditOutcome Outcome, Versioned<T>? Stored, Findings Findings)
{
    /// <summary>The same result with the resource in another representation.</summary>
    public EditResult<TOther> Select<TOther>(Func<T, TOther> form) =>
        new(Outcome, Stored is null ? null : new Versioned<TOther>(form(Stored.Value), Stored.Version), Findings);
}

/// <summary>Creates results of edits that stored nothing.</summary>
public static class EditResult
{
    public static EditResult<T> Of<T>(EditOutcome outcome) => new(outcome, null, Findings.None);

    public static EditResult<T> Refused<T>(Findings findings) =>
        new(findings.Errors.Count > 0 ? EditOutcome.Invalid : EditOutcome.Conflict, null, findings);
}

/// <summary>A row of the configuration to write, or to delete where the value is null.</summary>
public sealed record ConfigurationChange(string Kind, string Id, object? Value);

/// <summary>The row that holds the version of the whole configuration, as it was read.</summary>
/// <param name="Version">Its version; null before the first change.</param>
public sealed record ConfigurationVersion(string? Version);
