namespace Postern.Core.Finding;

/// <summary>
/// How far the rows are written by which threads and deliveries are found, for messages of versions that wrote none.
/// </summary>
public sealed record FillState
{
    /// <summary>When it was begun.</summary>
    public required DateTimeOffset Begun { get; init; }

    /// <summary>
    /// Not before this time, so that no older version posts meanwhile; null when it need not wait.
    /// </summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When all threads were done; null while it goes on.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The number of threads that are done.</summary>
    public int Threads { get; init; }

    /// <summary>The last thread that is done; null at the beginning.</summary>
    public string? After { get; init; }

    /// <summary>The thread after that one, of which some messages are done; null when none is begun.</summary>
    public string? Thread { get; init; }

    /// <summary>The last message of it that is done, the newest first.</summary>
    public string? Message { get; init; }
}
