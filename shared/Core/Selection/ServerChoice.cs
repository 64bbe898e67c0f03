using System.Collections.Immutable;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>The selected server and the From to send with, with all reasons.</summary>
internal sealed record ServerChoice
{
    /// <summary>
    /// The server, with the filter that applies to it; null when there is none, see <see cref="Refusal"/>.
    /// </summary>
    public OutgoingServer? Server { get; init; }

    /// <summary>The header From to send with; null exactly when <see cref="Server"/> is.</summary>
    public EmailAddress? HeaderFrom { get; init; }

    /// <summary>Whether <see cref="HeaderFrom"/> is the notification address in place of the author's (P17).</summary>
    public bool Encapsulated { get; init; }

    /// <summary>Why no server can be used; null when one can.</summary>
    public string? Refusal { get; init; }

    /// <summary>A warning for administrators: the selected server's filter does not allow the From (P24).</summary>
    public string? Warning { get; init; }

    /// <summary>
    /// Other servers that may send with the same From, in the order to try them (<c>mail.server.failover</c>).
    /// </summary>
    public ImmutableArray<OutgoingServer> Failover { get; init; } = [];

    /// <summary>Gives <see cref="Trace"/>: only what shows it pays for it, and it costs more than to select.</summary>
    public Func<IEnumerable<SelectionReason>> Reasons { get; init; } = static () => [];

    /// <summary>
    /// Every step in order, and for each step that was reached every server with the reason. Made anew at each call.
    /// </summary>
    public ImmutableArray<SelectionReason> Trace => [.. Reasons()];
}
