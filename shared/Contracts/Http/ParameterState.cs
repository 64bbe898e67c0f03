namespace Postern.Contracts.Http;

/// <summary>A parameter and its value.</summary>
/// <param name="Name">Name, such as <c>mail.retry.days</c>.</param>
/// <param name="Value">The value that applies; null = unset.</param>
/// <param name="Default">The value that applies when none is stored; null = unset.</param>
public sealed record ParameterState(string Name, string? Value, string? Default)
{
    /// <summary>The values that it may have, if these are few words.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The smallest value, if it is a number.</summary>
    public int? Least { get; init; }

    /// <summary>The greatest value, if it is a number.</summary>
    public int? Most { get; init; }
}

/// <summary>A new value of a parameter.</summary>
public sealed record ParameterValue
{
    /// <summary>The value; the allowed ones depend on the parameter.</summary>
    public required string Value { get; init; }
}
