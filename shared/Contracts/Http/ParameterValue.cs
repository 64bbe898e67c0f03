namespace Postern.Contracts.Http;

/// <summary>What a parameter is set to.</summary>
public sealed record ParameterValue
{
    public required string Value { get; init; }
}
