namespace Postern.Contracts.Http;

/// <summary>A test mail to an alias, which takes the way of a real one.</summary>
public sealed record TrialRequest
{
    /// <summary>How long the answer may wait, in seconds, at most.</summary>
    public const int Longest = 60;

    /// <summary>Address of the alias.</summary>
    public required string Alias { get; init; }

    /// <summary>Who is said to have written it, with or without a display name.</summary>
    public required string From { get; init; }

    /// <summary>The subject.</summary>
    public string Subject { get; init; } = "A mail to try the alias";

    /// <summary>The text.</summary>
    public string Text { get; init; } = "This mail was made to try the alias. It can be deleted.";

    /// <summary>Only explain how it would be routed: nothing is stored or sent.</summary>
    public bool DryRun { get; init; }

    /// <summary>How many seconds the answer waits for the end, from 0 to <see cref="Longest"/>.</summary>
    public int Seconds { get; init; } = 20;
}
