namespace Postern.Contracts.Http;

/// <summary>A parameter and its value.</summary>
/// <param name="Name">Name, such as <c>mail.retry.days</c>.</param>
/// <param name="Value">The value that applies; null = unset.</param>
/// <param name="Default">The value that applies when none is stored; null = unset.</param>
public sealed record ParameterState(string Name, string? Value, string? Default);

/// <summary>A new value of a parameter.</summary>
public sealed record ParameterValue
{
    /// <summary>The value; the allowed ones depend on the parameter.</summary>
    public required string Value { get; init; }
}
