namespace Postern.Core.Limits;

/// <summary>What is wrong with an outgoing server. Nothing is kept of a server that works.</summary>
public sealed record ServerHealth
{
    /// <summary>Id of the server.</summary>
    public required string Server { get; init; }

    /// <summary>Why it gets no mail; null while it gets mail.</summary>
    public ServerTrouble? Trouble { get; init; }

    /// <summary>The server's words.</summary>
    public string? Why { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>Until when it gets no mail at all; then one mail tries it.</summary>
    public DateTimeOffset? ClosedUntil { get; init; }

    /// <summary>How often in a row it was closed.</summary>
    public int Strikes { get; init; }

    /// <summary>Until when one mail is trying whether it works again.</summary>
    public DateTimeOffset? ProbedUntil { get; init; }

    /// <summary>The refusal that it gave to everyone lately.</summary>
    public string? Refusal { get; init; }

    /// <summary>The recipients that got <see cref="Refusal"/>, no accepted mail between them.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Who wrote it: a write whose reply was lost is recognised by it.</summary>
    public string? Writer { get; init; }
}

/// <summary>Why a server gets no mail.</summary>
public enum ServerTrouble
{
    /// <summary>It said that it gets too much (421, 432, rate limits).</summary>
    Limit,

    /// <summary>It refuses our credentials.</summary>
    Authentication,

    /// <summary>It refuses every mail with the same words.</summary>
    Refusals,
}
