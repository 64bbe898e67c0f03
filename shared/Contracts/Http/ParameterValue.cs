namespace Postern.Contracts.Http;

/// <summary>A new value of a parameter.</summary>
public sealed record ParameterValue
{
    /// <summary>The value; the allowed ones depend on the parameter.</summary>
    public required string Value { get; init; }
}
