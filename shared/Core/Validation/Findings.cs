using Postern.Contracts.Http;

namespace Postern.Core.Validation;

/// <summary>What the rules find in something that is to be saved.</summary>
public sealed record Findings
{
    public static Findings None { get; } = new();

    /// <summary>Why it can never be saved like this.</summary>
    public IReadOnlyList<FieldMessage> Errors { get; init; } = [];

    /// <summary>What it collides with as things stand now.</summary>
    public IReadOnlyList<FieldMessage> Conflicts { get; init; } = [];

    /// <summary>What the administrator should know; it is saved all the same.</summary>
    public IReadOnlyList<FieldMessage> Warnings { get; init; } = [];

    public bool Allow => Errors.Count == 0 && Conflicts.Count == 0;
}
