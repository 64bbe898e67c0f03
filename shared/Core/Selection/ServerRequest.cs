using Postern.Contracts.Http;

namespace Postern.Core.Selection;

/// <summary>What the choice of the outgoing server depends on.</summary>
internal sealed record ServerRequest
{
    /// <summary>The author's From as the mail gives it. Anything but one address, with or without a name, counts as no usable address.</summary>
    public string? From { get; init; }

    /// <summary>Id of the server that the mail names; null = choose one.</summary>
    public string? ExplicitServer { get; init; }

    /// <summary>Whether this is mass mail (P11).</summary>
    public bool Bulk { get; init; }

    /// <summary>Id of the server for mass mail, from <c>mail.bulk.server</c>; null = by priority.</summary>
    public string? BulkServer { get; init; }

    /// <summary>The server records, in any order, inactive ones too.</summary>
    public IReadOnlyList<OutgoingServer> Servers { get; init; } = [];

    /// <summary>The server of the environment settings. It takes part only when no record is active.</summary>
    public OutgoingServer? DefaultServer { get; init; }

    /// <summary>The parameter <c>mail.default.from_filter</c> (P15); null = the default server's own filter counts.</summary>
    public string? DefaultFromFilter { get; init; }

    public SelectionOrder Order { get; init; }

    /// <summary>The notification address of the mail's alias domain (P14, P17); null = there is none, and nothing can be encapsulated.</summary>
    public string? NotificationAddress { get; init; }

    /// <summary>
    /// Whether the author is an internal contact on one of our alias domains, and the mail passed sender authentication or was posted by a
    /// program. Under <see cref="SelectionOrder.Documented"/> such an author keeps the own address on a server without filter.
    /// </summary>
    public bool AuthorKeepsAddress { get; init; }
}
