using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>An address that the loop guard never stops: a monitoring system, an import.</summary>
public sealed record AllowedSender
{
    [JsonIgnore]
    public string Address { get; init; } = "";

    public string? Note { get; init; }
}
