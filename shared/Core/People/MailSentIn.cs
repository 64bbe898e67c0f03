namespace Postern.Core.People;

/// <summary>A recent mail of a sender, for the loop guard and the limits on notices.</summary>
/// <param name="Time">When it was accepted.</param>
/// <param name="Aliases">Aliases through which it created records.</param>
/// <param name="Threads">Partitions of the threads that it was posted to.</param>
public sealed record MailSentIn(DateTimeOffset Time, IReadOnlyList<string> Aliases, IReadOnlyList<string> Threads)
{
    /// <summary>Kinds of the notices that it was answered with.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>
    /// The Reply-To that it is counted for as well, since it made a record of that person; null = the sender's own.
    /// </summary>
    public string? ReplyTo { get; init; }

    /// <summary>Whether it is automatic mail.</summary>
    public bool Automatic { get; init; }

    /// <summary>Hash of its content, when it was sent to a catchall (P39).</summary>
    public string? Content { get; init; }
}
