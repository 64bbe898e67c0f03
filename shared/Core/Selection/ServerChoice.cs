using System.Collections.Immutable;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>Which server a mail leaves through and which From it carries, with every reason.</summary>
internal sealed record ServerChoice
{
    /// <summary>The server, with the filter that really counts for it; null when there is none, see <see cref="Refusal"/>.</summary>
    public OutgoingServer? Server { get; init; }

    /// <summary>The header From to send with; null exactly when <see cref="Server"/> is.</summary>
    public EmailAddress? HeaderFrom { get; init; }

    /// <summary>Whether <see cref="HeaderFrom"/> is the notification address in the author's place (P17).</summary>
    public bool Encapsulated { get; init; }

    /// <summary>Why no server can be used; null when one can.</summary>
    public string? Refusal { get; init; }

    /// <summary>What is sent but deserves an administrator's look: the chosen server's filter does not allow the From (P24).</summary>
    public string? Warning { get; init; }

    /// <summary>The other servers that may send with the same From, in the order to try them (<c>mail.server.failover</c>).</summary>
    public ImmutableArray<OutgoingServer> Failover { get; init; } = [];

    /// <summary>Every step in order, and in each step that was reached every server with why it was or was not taken.</summary>
    public ImmutableArray<SelectionReason> Trace { get; init; } = [];
}
