using Postern.Contracts.Http;

namespace Postern.Core.Selection;

/// <summary>Input of the selection of an outgoing server.</summary>
internal sealed record ServerRequest
{
    /// <summary>
    /// The author's From as it is in the mail. Anything but one address, with or without a name, counts as no usable
    /// address.
    /// </summary>
    public string? From { get; init; }

    /// <summary>Id of the server that the mail names; null = select one.</summary>
    public string? ExplicitServer { get; init; }

    /// <summary>Whether the mail is a mass mailing (P11).</summary>
    public bool Bulk { get; init; }

    /// <summary>Id of the server for mass mailings, from <c>mail.bulk.server</c>; null = select one.</summary>
    public string? BulkServer { get; init; }

    /// <summary>The server records in any order, including inactive ones.</summary>
    public IReadOnlyList<OutgoingServer> Servers { get; init; } = [];

    /// <summary>The server of the environment settings; eligible only when no record is active.</summary>
    public OutgoingServer? DefaultServer { get; init; }

    /// <summary>
    /// The parameter <c>mail.default.from_filter</c> (P15); null = the default server's own filter applies.
    /// </summary>
    public string? DefaultFromFilter { get; init; }

    /// <summary>
    /// The only address that the default server sends from: on it, it is the notification address. Null when it has no
    /// such limit.
    /// </summary>
    public string? DefaultServerFrom { get; init; }

    /// <summary>Order of the steps.</summary>
    public SelectionOrder Order { get; init; }

    /// <summary>
    /// The notification address of the mail's alias domain (P14, P17); null = there is none, so no From can be
    /// encapsulated.
    /// </summary>
    public string? NotificationAddress { get; init; }

    /// <summary>
    /// Whether the author is an internal contact on one of the alias domains, and the mail passed sender authentication
    /// or was posted by a program. With <see cref="SelectionOrder.Documented"/> such an author keeps the own address on
    /// a server without filter.
    /// </summary>
    public bool AuthorKeepsAddress { get; init; }
}

/// <summary>Order of the steps of the selection: the parameter <c>mail.server.selection</c>.</summary>
internal enum SelectionOrder
{
    /// <summary>
    /// The documented order (P20–P25): servers without filter before those for the notification address.
    /// </summary>
    Documented,

    /// <summary>The order of Odoo 17: servers for the notification address before those without filter.</summary>
    Odoo,
}
