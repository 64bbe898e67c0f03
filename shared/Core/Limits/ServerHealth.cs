namespace Postern.Core.Limits;

/// <summary>
/// A problem of an outgoing server for which sending through it is paused. No row is stored for a server without
/// problems.
/// </summary>
public sealed record ServerHealth
{
    /// <summary>Id of the server.</summary>
    public required string Server { get; init; }

    /// <summary>Why sending is paused; null while it is not.</summary>
    public ServerTrouble? Trouble { get; init; }

    /// <summary>The server's reply.</summary>
    public string? Why { get; init; }

    /// <summary>When the problem began.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>End of the pause, after which one mail tests the server.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>Number of consecutive pauses.</summary>
    public int Strikes { get; init; }

    /// <summary>Until when one mail tests the server and no other is sent.</summary>
    public DateTimeOffset? ProbedUntil { get; init; }

    /// <summary>The rejection that all recipients received lately.</summary>
    public string? Refusal { get; init; }

    /// <summary>The recipients that received <see cref="Refusal"/> since the last accepted mail.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Unique id of the write, by which a write whose response was lost is recognised.</summary>
    public string? Writer { get; init; }
}

/// <summary>Why sending through a server is paused.</summary>
public enum ServerTrouble
{
    /// <summary>It reports that it receives too much (421, 432, rate limits).</summary>
    Limit,

    /// <summary>It rejects the gateway's credentials.</summary>
    Authentication,

    /// <summary>It rejects every mail with the same reply.</summary>
    Refusals,
}
