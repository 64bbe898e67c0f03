namespace Postern.Core.People;

/// <summary>A mail that somebody sent in: what the loop guard and the limits of notices count.</summary>
/// <param name="Time">When it was taken in.</param>
/// <param name="Aliases">Aliases through which it made records.</param>
/// <param name="Threads">Partitions of the threads that it was put on.</param>
public sealed record MailSentIn(DateTimeOffset Time, IReadOnlyList<string> Aliases, IReadOnlyList<string> Threads)
{
    /// <summary>Kinds of the notices that were sent to this address because of it.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Whether no person wrote it.</summary>
    public bool Automatic { get; init; }

    /// <summary>Hash of what it says, when it was written to a catchall (P39).</summary>
    public string? Content { get; init; }
}
