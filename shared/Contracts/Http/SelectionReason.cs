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

/// <summary>The steps of the selection of an outgoing server.</summary>
public enum SelectionStep
{
    /// <summary>The server that the mail names.</summary>
    ExplicitServer,

    /// <summary>The server that <c>mail.bulk.server</c> names for mass mailings (P11).</summary>
    BulkServer,

    /// <summary>Servers whose filter contains the address of the From (P20).</summary>
    FromAddress,

    /// <summary>Servers whose filter contains the domain of the From (P21).</summary>
    FromDomain,

    /// <summary>Servers without filter (P22).</summary>
    NoFilter,

    /// <summary>Servers whose filter contains the notification address (P23).</summary>
    NotificationAddress,

    /// <summary>Servers whose filter contains the domain of the notification address (P23).</summary>
    NotificationDomain,

    /// <summary>The first server by priority, whatever its filter (P24).</summary>
    FirstByPriority,

    /// <summary>Which servers are eligible: the active ones, or else the default server.</summary>
    TakesPart,
}
