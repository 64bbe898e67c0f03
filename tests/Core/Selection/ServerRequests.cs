using FsCheck;
using FsCheck.Fluent;
using Postern.Contracts.Http;
using Postern.Core.Selection;

namespace Postern.Tests.Selection;

/// <summary>Arbitrary requests: few addresses and domains, so that filters match them, and random text.</summary>
public static class ServerRequests
{
    /// <summary>The values of From that are not random.</summary>
    public static IReadOnlyList<string?> Froms { get; } =
    [
        "\"Ann\" <ann@mycompany.com>",
        "ann@mycompany.com",
        "\"Mary\" <mary@customer.example>",
        "MARY@Customer.Example",
        "notifications@mycompany.com",
        "\"mary@customer.example\" <mary@customer.example>",
        "\"Mary (MARY@customer.example)\" <mary@customer.example>",
        "mary@customer.example (Mary)",
        "u@bücher.example",
        "\"u@bücher.example\" <u@xn--bcher-kva.example>",
        "Mary <mary@customer.example>, Ann <ann@mycompany.com>",
        "Mary without address",
        "a@b@customer.example",
        "Mary mary@customer.example",
        "",
        null,
        "<>",
        "s@mycompany.com",
    ];

    private static readonly string?[] Filters =
    [
        null,
        "",
        " , ",
        "mycompany.com",
        "customer.example",
        "ann@mycompany.com",
        "mary@customer.example",
        "notifications@mycompany.com",
        "other.example",
        "bücher.example",
        "xn--bcher-kva.example",
        "*.mycompany.com",
        "mycompany.com., CUSTOMER.example",
        "@customer.example",
        "other.example, Mary@Customer.example",
    ];

    private static readonly string?[] Notifications =
    [
        null,
        "notifications@mycompany.com",
        "notifications@mycompany.com",
        "robot@other.example",
        "robot@bücher.example",
        "nonsense",
    ];

    internal static Arbitrary<ServerRequest> Any() => Request().ToArbitrary();

    private static Gen<ServerRequest> Request() =>
        from @from in Gen.Frequency((9, Gen.Elements<string?>(Froms)), (1, ArbMap.Default.GeneratorFor<string?>()))
        from servers in Servers()
        from @default in Gen.Elements<OutgoingServer?>(null, Server("default", null, 10, true, 0))
        from defaultFilter in Gen.Elements(Filters)
        from order in Gen.Elements(SelectionOrder.Documented, SelectionOrder.Odoo)
        from notification in Gen.Elements(Notifications)
        from named in Gen.Elements(null, null, null, "s0", "s1", "s2", "default", "gone")
        from bulk in Gen.Elements(true, false)
        from bulkServer in Gen.Elements(null, "s0", "s1")
        from trusted in Gen.Elements(true, false)
        select new ServerRequest
        {
            From = @from,
            Servers = servers,
            DefaultServer = @default,
            DefaultFromFilter = defaultFilter,
            Order = order,
            NotificationAddress = notification,
            ExplicitServer = named,
            Bulk = bulk,
            BulkServer = bulkServer,
            AuthorKeepsAddress = trusted,
        };

    private static Gen<OutgoingServer[]> Servers() =>
        from count in Gen.Choose(0, 4)
        from filters in Gen.ArrayOf(Gen.Elements(Filters), count)
        from priorities in Gen.ArrayOf(Gen.Elements(5, 10, 20), count)
        from active in Gen.ArrayOf(Gen.Elements(true, true, true, false), count)
        from days in Gen.ArrayOf(Gen.Choose(0, 1), count)
        select Enumerable
            .Range(0, count)
            .Select(i => Server($"s{i}", filters[i], priorities[i], active[i], days[i]))
            .ToArray();

    private static OutgoingServer Server(string id, string? filter, int priority, bool active, int day) =>
        new()
        {
            Id = id,
            Name = id,
            Host = $"{id}.example",
            FromFilter = filter,
            Priority = priority,
            Active = active,
            Created = DateTimeOffset.UnixEpoch.AddDays(day),
        };
}
