using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>A sender that the loop guard never blocks, such as a monitoring system.</summary>
public sealed record AllowedSender
{
    /// <summary>The sender's address.</summary>
    [JsonIgnore]
    public string Address { get; init; } = "";

    /// <summary>Free text for administrators.</summary>
    public string? Note { get; init; }
}
