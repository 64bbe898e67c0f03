using Postern.Core.Validation;

namespace Postern.Core.Declarations;

/// <summary>What a file would change, and what is to be said about it.</summary>
/// <param name="Changes">The changes, one a resource.</param>
/// <param name="Warnings">What follows from them for mail, and what looks like a mistake.</param>
/// <param name="Errors">Why the file is refused as a whole; it changes nothing then.</param>
public sealed record ConfigurationPlan(
    IReadOnlyList<PlannedChange> Changes,
    IReadOnlyList<ConfigurationMessage> Warnings,
    IReadOnlyList<ConfigurationMessage> Errors
)
{
    /// <summary>What is written, in this order. It may hold secrets.</summary>
    public IReadOnlyList<PlannedStep> Steps { get; init; } = [];

    /// <summary>Contacts and entries of the blacklist that stay as they are: copies of them may have to be repaired.</summary>
    public IReadOnlyList<object> Unchanged { get; init; } = [];

    /// <summary>The plan of a file that cannot be read.</summary>
    public static ConfigurationPlan Unreadable(ConfigurationFile file) => new([], [], file.Problems);

    /// <summary>The plan as text, one line for each message and change.</summary>
    public override string ToString() =>
        string.Concat(
            Errors
                .Select(error => $"error: {error}\n")
                .Concat(Warnings.Select(warning => $"warning: {warning}\n"))
                .Concat(Changes.Select(change => $"{change.Line}\n"))
        );
}

/// <summary>What is done to a resource.</summary>
public enum PlannedAction
{
    Add,
    Change,
    Remove,
}

/// <summary>A change of one resource.</summary>
/// <param name="Action">What is done to it.</param>
/// <param name="Section">The section of the file.</param>
/// <param name="Id">Its name in the section.</param>
/// <param name="Line">The change in one line, as <c>~ outgoing server smtp: port 25 -> 587</c>.</param>
public sealed record PlannedChange(PlannedAction Action, string Section, string Id, string Line);

/// <summary>One write.</summary>
/// <param name="Section">The section.</param>
/// <param name="Id">Identifier of the resource in the section.</param>
/// <param name="Value">What is stored; null = the resource is removed.</param>
/// <param name="Named">The members that the file names.</param>
/// <param name="Secrets">What becomes of password, client secret and refresh token, in this order.</param>
/// <param name="Change">The change that it makes.</param>
public sealed record PlannedStep(
    ConfigurationSection Section,
    string Id,
    object? Value,
    IReadOnlyCollection<string> Named,
    IReadOnlyList<PasswordChange> Secrets,
    PlannedChange Change
);
