namespace Postern.Contracts.Http;

/// <summary>
/// How notifications of a model's messages look; what is left out is the default's. In the texts <c>{name}</c> stands for a value
/// and <c>{?name}…{/name}</c> for what is shown only when there is one. Values are escaped.
/// </summary>
public sealed record NotificationTemplate
{
    /// <summary>The Subject field; one line whatever the values hold.</summary>
    public string? Subject { get; init; }

    /// <summary>The whole HTML document.</summary>
    public string? Html { get; init; }

    /// <summary>The plain text.</summary>
    public string? Text { get; init; }
}
