using System.Runtime.CompilerServices;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Core.Selection;

/// <summary>A <see cref="ServerRequest"/> with its addresses and filters parsed and its servers in order.</summary>
internal sealed record SelectionFacts
{
    public required SelectionOrder Order { get; init; }

    public required SenderIdentity Author { get; init; }

    /// <summary>The notification address; null when there is none.</summary>
    public required EmailAddress? Notification { get; init; }

    /// <summary>The eligible servers in order: the active records, or else the default server.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>All servers in order, the default server last.</summary>
    public required IReadOnlyList<OutgoingServer> All { get; init; }

    /// <summary>Whether the only candidate is the default server.</summary>
    public required bool OnDefaultServer { get; init; }

    /// <summary>See <see cref="ServerRequest.AuthorKeepsAddress"/>.</summary>
    public required bool AuthorKeepsAddress { get; init; }

    public static SelectionFacts Of(ServerRequest request)
    {
        var records = InOrder(request.Servers);
        var active = records.Where(record => record.Active).ToList();
        var fallback = DefaultServerOf(request);
        var onDefault = active.Count == 0 && fallback is { Active: true };
        IReadOnlyList<OutgoingServer> eligible = onDefault ? [fallback!] : active;
        return new SelectionFacts
        {
            Order = request.Order,
            Author = SenderIdentity.Read(request.From),
            Notification = AddressOf((onDefault ? request.DefaultServerFrom : null) ?? request.NotificationAddress),
            Candidates = [.. eligible.Select(Candidate.Of)],
            All = fallback is null ? records : [.. records, fallback],
            OnDefaultServer = onDefault,
            AuthorKeepsAddress = request.AuthorKeepsAddress,
        };
    }

    /// <summary>
    /// Whether the author's own address may be used on a server without filter, for which the documentation states no
    /// rule. Without a notification address it always may. Otherwise in Odoo's order it may on the default server and
    /// on a named one, and in the documented order for an authenticated internal author.
    /// </summary>
    /// <param name="named">Whether the mail names the server.</param>
    public bool OwnAddressWithoutFilter(bool named) =>
        Notification is null || (Order == SelectionOrder.Odoo ? named || OnDefaultServer : AuthorKeepsAddress);

    private static EmailAddress? AddressOf(string? text) =>
        EmailAddress.TryCreate(text, null, out var address) ? address : null;

    private static OutgoingServer? DefaultServerOf(ServerRequest request) =>
        request.DefaultServer is { } server
            ? server with
            {
                FromFilter = request.DefaultFromFilter ?? server.FromFilter,
            }
            : null;

    private static List<OutgoingServer> InOrder(IEnumerable<OutgoingServer> servers) =>
        [
            .. servers
                .OrderBy(server => server.Priority)
                .ThenBy(server => server.Created)
                .ThenBy(server => server.Id, StringComparer.Ordinal),
        ];
}

/// <summary>An eligible server with its filter parsed.</summary>
internal sealed record Candidate(OutgoingServer Server, FromFilter Filter)
{
    // A configuration is decided on many times, and keeps the texts of its filters as long as it is used.
    private static readonly ConditionalWeakTable<string, FromFilter> Parsed = [];

    public static Candidate Of(OutgoingServer server) => new(server, FilterOf(server.FromFilter));

    private static FromFilter FilterOf(string? text) =>
        text is null ? FromFilter.Parse(null) : Parsed.GetValue(text, FromFilter.Parse);
}
