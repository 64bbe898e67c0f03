namespace Postern.Contracts.Http;

/// <summary>One line of the trace of a choice: what a step said of a server, or of itself when no server is named.</summary>
/// <param name="Step">The step that was looked at.</param>
/// <param name="ServerId">The server that was looked at; null when the line is about the step.</param>
/// <param name="ServerName">That server's name.</param>
/// <param name="Hit">Whether this line chose the server.</param>
/// <param name="Text">Why, in words for an administrator.</param>
public sealed record SelectionReason(SelectionStep Step, string? ServerId, string? ServerName, bool Hit, string Text);
