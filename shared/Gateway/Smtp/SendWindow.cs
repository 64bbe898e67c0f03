namespace Postern.Gateway.Smtp;

/// <summary>Until when a mail may be sent.</summary>
/// <param name="Ends">Cancelled when an attempt must have ended.</param>
/// <param name="BreaksOff">
/// Cancelled when no mail is begun any more: one whose content was not begun is broken off, another goes on to its end.
/// </param>
public readonly record struct SendWindow(CancellationToken Ends, CancellationToken BreaksOff = default);
