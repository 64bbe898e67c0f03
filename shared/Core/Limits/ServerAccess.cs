namespace Postern.Core.Limits;

/// <summary>Whether mail may be sent through a server.</summary>
/// <param name="Kind">The answer.</param>
/// <param name="Until">While closed: the end of the pause.</param>
/// <param name="Why">While closed: the reason, for administrators.</param>
public sealed record ServerAccess(ServerAccessKind Kind, DateTimeOffset? Until = null, string? Why = null);

/// <summary>Whether mail may be sent through a server.</summary>
public enum ServerAccessKind
{
    /// <summary>It may.</summary>
    Open,

    /// <summary>One mail may test whether the server works again.</summary>
    Probe,

    /// <summary>Sending is paused.</summary>
    Closed,
}

/// <summary>What a server's reply means for the mail that received it.</summary>
/// <param name="ClosedUntil">
/// End of the pause if the reply is about the server and not about the mail; else null.
/// </param>
/// <param name="RefusesAll">
/// Whether the server is known to reject every mail like this, so that this one waits as the others do instead of
/// failing.
/// </param>
public sealed record ServerLesson(DateTimeOffset? ClosedUntil, bool RefusesAll)
{
    public static ServerLesson Nothing { get; } = new(null, false);
}
