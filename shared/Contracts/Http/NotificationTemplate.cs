namespace Postern.Contracts.Http;

/// <summary>
/// Templates of the notifications of a model's messages; a member that is null uses the default. In the texts
/// <c>{name}</c> is replaced by a value, and <c>{?name}…{/name}</c> is included only where that value is not empty.
/// Values are escaped.
/// </summary>
public sealed record NotificationTemplate
{
    /// <summary>The Subject; always a single line.</summary>
    public string? Subject { get; init; }

    /// <summary>The complete HTML document.</summary>
    public string? Html { get; init; }

    /// <summary>The plain text.</summary>
    public string? Text { get; init; }
}
