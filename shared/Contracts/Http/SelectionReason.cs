namespace Postern.Contracts.Http;

/// <summary>
/// One line of the trace of a server selection: what a step decided about a server, or why it was skipped.
/// </summary>
/// <param name="Step">The step.</param>
/// <param name="ServerId">The server's id; null when the line is about the step as a whole.</param>
/// <param name="ServerName">The server's name; null when the line is about the step as a whole.</param>
/// <param name="Hit">Whether the step selected the server.</param>
/// <param name="Text">The reason, for administrators.</param>
public sealed record SelectionReason(SelectionStep Step, string? ServerId, string? ServerName, bool Hit, string Text);
