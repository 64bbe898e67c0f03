namespace Postern.Gateway.Outbound;

/// <summary>How long a run may go on sending the mails of a batch.</summary>
/// <param name="Ends">Cancelled when no further mail is begun.</param>
/// <param name="BreaksOff">Cancelled when a mail whose content was not begun is broken off, too.</param>
public readonly record struct BatchTime(CancellationToken Ends, CancellationToken BreaksOff = default)
{
    /// <summary>Called with the duration of each attempt.</summary>
    public Action<TimeSpan>? Measured { get; init; }
}
