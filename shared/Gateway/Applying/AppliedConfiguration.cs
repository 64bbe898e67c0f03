using Postern.Core.Declarations;

namespace Postern.Gateway.Applying;

/// <summary>How a file was applied.</summary>
public enum ApplyOutcome
{
    /// <summary>All that it declares is stored.</summary>
    Applied,

    /// <summary>It has errors, and nothing was written.</summary>
    Refused,

    /// <summary>What is stored is not what the condition asks for; nothing was written.</summary>
    ConditionFailed,

    /// <summary>Another change got in the way; some of it was written.</summary>
    Stopped,
}

/// <summary>A file that was applied, or not.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Plan">What was planned; its errors say why it was refused or has stopped.</param>
/// <param name="Applied">The changes that were made.</param>
public sealed record AppliedConfiguration(
    ApplyOutcome Outcome,
    ConfigurationPlan Plan,
    IReadOnlyList<PlannedChange> Applied
);
