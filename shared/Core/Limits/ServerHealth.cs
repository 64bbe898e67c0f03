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

    /// <summary>Whether the trouble is that it does not answer in time; its kind is then <c>Limit</c>.</summary>
    public bool Silent { get; init; }

    /// <summary>
    /// The attempts since the last answer that ended without one in time, or with a reply that may concern the mail or
    /// the server: each mail once, and before its transfer each attempt.
    /// </summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

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
    /// <summary>It reports that it receives too much or is overloaded, or refused several mails with 4yz.</summary>
    Limit,

    /// <summary>It rejects the gateway's credentials.</summary>
    Authentication,

    /// <summary>It rejects every mail with the same reply.</summary>
    Refusals,

    /// <summary>It does not answer in time. Never stored: versions before would not know it.</summary>
    Silence,
}
