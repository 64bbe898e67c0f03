using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>A <see cref="ServerRequest"/> with its addresses and filters read and its servers in order.</summary>
internal sealed record SelectionFacts
{
    public required SelectionOrder Order { get; init; }

    public required SenderIdentity Author { get; init; }

    public required EmailAddress? Notification { get; init; }

    /// <summary>The active records by priority, or else the default server alone.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>Every server that there is, by priority, the default server last.</summary>
    public required IReadOnlyList<OutgoingServer> All { get; init; }

    public required bool OnDefaultServer { get; init; }

    public required bool AuthorKeepsAddress { get; init; }

    public static SelectionFacts Of(ServerRequest request)
    {
        var records = InOrder(request.Servers);
        var fallback = request.DefaultServer is { } server
            ? server with
            {
                FromFilter = request.DefaultFromFilter ?? server.FromFilter,
            }
            : null;
        var active = records.Where(record => record.Active).ToList();
        var onDefault = active.Count == 0 && fallback is { Active: true };
        return new SelectionFacts
        {
            Order = request.Order,
            Author = SenderIdentity.Read(request.From),
            Notification = EmailAddress.TryCreate(request.NotificationAddress, null, out var notification)
                ? notification
                : null,
            Candidates = [.. (onDefault ? [fallback!] : active).Select(Candidate.Of)],
            All = fallback is null ? records : [.. records, fallback],
            OnDefaultServer = onDefault,
            AuthorKeepsAddress = request.AuthorKeepsAddress,
        };
    }

    /// <summary>
    /// Whether the author's own address may leave through a server without filter, on which the page is silent. Where there is nothing to
    /// encapsulate in, it always may; else in Odoo's order on the default server and on a named one, in the documented order for a proven
    /// internal author.
    /// </summary>
    public bool OwnAddressWithoutFilter(bool named) =>
        Notification is null || (Order == SelectionOrder.Odoo ? named || OnDefaultServer : AuthorKeepsAddress);

    private static List<OutgoingServer> InOrder(IEnumerable<OutgoingServer> servers) =>
        [
            .. servers
                .OrderBy(server => server.Priority)
                .ThenBy(server => server.Created)
                .ThenBy(server => server.Id, StringComparer.Ordinal),
        ];
}
