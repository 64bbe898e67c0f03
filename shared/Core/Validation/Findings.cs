using Postern.Contracts.Http;

namespace Postern.Core.Validation;

/// <summary>Result of validating a value that is to be stored.</summary>
public sealed record Findings
{
    public static Findings None { get; } = new();

    /// <summary>What is wrong with the value itself.</summary>
    public IReadOnlyList<FieldMessage> Errors { get; init; } = [];

    /// <summary>Conflicts with other values as they are stored now.</summary>
    public IReadOnlyList<FieldMessage> Conflicts { get; init; } = [];

    /// <summary>Warnings for the administrator, which do not prevent storing the value.</summary>
    public IReadOnlyList<FieldMessage> Warnings { get; init; } = [];

    /// <summary>The same with more warnings.</summary>
    public Findings Warn(IEnumerable<FieldMessage> more) => this with { Warnings = [.. Warnings, .. more] };

    public bool Allow => Errors.Count == 0 && Conflicts.Count == 0;
}
