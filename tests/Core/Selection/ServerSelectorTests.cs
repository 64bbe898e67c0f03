using Postern.Contracts.Http;
using Postern.Core.Selection;

namespace Postern.Tests.Selection;

/// <summary>
/// What the table of <see cref="PageOrderTests"/> does not show: trace, warning and failover servers.
/// </summary>
public sealed class ServerSelectorTests
{
    private const string Mary = "\"Mary\" <mary@customer.example>";

    [Fact]
    public void The_trace_tells_every_step_and_every_server()
    {
        var inactive = Server("old", "mycompany.com") with { Active = false };
        var choice = ServerSelector.Select(
            Request(Mary, inactive, Server("x", "other.example", 5), Server("a", null), Server("b", null, 20))
        );

        Assert.Equal(
            [
                "TakesPart old no: Inactive.",
                "FromAddress x no: Its filter does not name mary@customer.example.",
                "FromAddress a no: It has no filter.",
                "FromAddress b no: It has no filter.",
                "FromDomain x no: Its filter does not name the domain customer.example.",
                "FromDomain a no: It has no filter.",
                "FromDomain b no: It has no filter.",
                "NoFilter x no: It has a filter.",
                "NoFilter a HIT: It has no filter.",
                "NoFilter b no: It has no filter, but Server a goes first (priority 10 before 20).",
                "NotificationAddress - no: Not reached.",
                "NotificationDomain - no: Not reached.",
                "FirstByPriority - no: Not reached.",
            ],
            Trace(choice)
        );
    }

    [Fact]
    public void Reasons_are_made_only_where_they_are_shown()
    {
        var request = Request(Mary, [.. Enumerable.Range(0, 200).Select(i => Server($"s{i}", $"company{i}.example"))]);

        var selected = Allocated(() => ServerSelector.Select(request));
        var explained = Allocated(() => ServerSelector.Select(request).Trace);

        Assert.InRange(selected, 1, explained / 3);
    }

    [Fact]
    public void A_step_without_its_address_says_so()
    {
        var choice = ServerSelector.Select(Request("Xenia without address", Server("a", null)));

        Assert.Equal(
            [
                "FromAddress - no: The From holds no usable address.",
                "FromDomain - no: The From holds no usable address.",
            ],
            Trace(choice).Take(2)
        );
    }

    [Fact]
    public void The_trace_of_a_named_server_tells_why_it_may()
    {
        var request = Request(Mary, Server("m", "mycompany.com"), Server("o", null));

        var choice = ServerSelector.Select(request with { ExplicitServer = "m" });

        Assert.Equal(
            [
                "ExplicitServer m HIT: It is named. It may not speak for mary@customer.example; "
                    + "it may for notifications@mycompany.com.",
                "ExplicitServer o no: Another server is named.",
            ],
            Trace(choice)
        );
    }

    [Fact]
    public void A_refusal_names_the_server_and_both_addresses()
    {
        var choice = ServerSelector.Select(Request(Mary, Server("x", "other.example")) with { ExplicitServer = "x" });

        Assert.Null(choice.Server);
        Assert.Equal(
            "The outgoing server Server x cannot be used: It may not speak for mary@customer.example, "
                + "nor may it for notifications@mycompany.com.",
            choice.Refusal
        );
    }

    [Fact]
    public void The_default_server_is_told_to_be_left_out_beside_a_record()
    {
        var request = Request(Mary, Server("a", null)) with { DefaultServer = Server("default", null) };

        var choice = ServerSelector.Select(request);

        Assert.Equal(
            "TakesPart default no: The default server takes part only when no record is active.",
            Trace(choice)[0]
        );
    }

    [Fact]
    public void Naming_the_default_server_does_not_bring_it_in_beside_a_record()
    {
        var request = Request(Mary, Server("a", null)) with { DefaultServer = Server("default", null) };

        var choice = ServerSelector.Select(request with { ExplicitServer = "default" });

        Assert.Null(choice.Server);
        Assert.Contains("only when no record is active", choice.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Naming_an_inactive_server_does_not_bring_it_in()
    {
        var request = Request(Mary, Server("a", null), Server("old", null) with { Active = false });

        var choice = ServerSelector.Select(request with { ExplicitServer = "old" });

        Assert.Null(choice.Server);
        Assert.Equal("The outgoing server Server old does not take part: it is inactive.", choice.Refusal);
    }

    [Fact]
    public void Of_two_servers_with_the_same_priority_the_older_goes_first_and_the_trace_says_so()
    {
        var older = Server("z", null) with { Created = DateTimeOffset.UnixEpoch };
        var newer = Server("a", null) with { Created = DateTimeOffset.UnixEpoch.AddDays(1) };

        var choice = ServerSelector.Select(Request(Mary, newer, older));

        Assert.Equal("z", choice.Server!.Id);
        Assert.Contains(
            "NoFilter a no: It has no filter, but Server z goes first (same priority, older).",
            Trace(choice)
        );
    }

    [Fact]
    public void In_the_order_of_Odoo_an_own_address_fails_over_to_no_server_without_filter()
    {
        var request = Request("ann@mycompany.com", Server("a", "ann@mycompany.com"), Server("o", null));

        Assert.Empty(ServerSelector.Select(request with { Order = SelectionOrder.Odoo }).Failover);
    }

    [Fact]
    public void The_chosen_default_server_carries_the_filter_of_the_parameter()
    {
        var request = Request(Mary) with { DefaultServer = Server("default", "customer.example") };

        var choice = ServerSelector.Select(request with { DefaultFromFilter = "mycompany.com" });

        Assert.Equal("mycompany.com", choice.Server!.FromFilter);
        Assert.True(choice.Encapsulated);
    }

    [Fact]
    public void The_last_resort_warns()
    {
        var choice = ServerSelector.Select(Request(Mary, Server("x", "other.example")));

        Assert.Contains(
            "No server's filter allows notifications@mycompany.com",
            choice.Warning,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Under_odoo_the_notification_address_goes_before_no_filter()
    {
        var request = Request(Mary, Server("o", null), Server("m", "mycompany.com", 20));

        Assert.Equal("o", ServerSelector.Select(request).Server!.Id);
        Assert.Equal("m", ServerSelector.Select(request with { Order = SelectionOrder.Odoo }).Server!.Id);
    }

    [Fact]
    public void Failover_is_by_address_then_domain_then_no_filter_inside_each_by_priority()
    {
        var request = Request(
            "ann@mycompany.com",
            Server("o", null),
            Server("d2", "mycompany.com", 20),
            Server("a", "ann@mycompany.com"),
            Server("d1", "mycompany.com"),
            Server("x", "other.example"),
            Server("a2", "ann@mycompany.com", 30)
        );

        var choice = ServerSelector.Select(request with { AuthorKeepsAddress = true });

        Assert.Equal("a", choice.Server!.Id);
        Assert.Equal(["a2", "d1", "d2", "o"], choice.Failover.Select(server => server.Id));
    }

    [Fact]
    public void An_own_address_does_not_fail_over_to_a_server_without_filter()
    {
        var choice = ServerSelector.Select(
            Request("ann@mycompany.com", Server("a", "ann@mycompany.com"), Server("o", null))
        );

        Assert.Empty(choice.Failover);
    }

    [Fact]
    public void The_notification_address_does()
    {
        var choice = ServerSelector.Select(
            Request(Mary, Server("o1", null), Server("o2", null, 20), Server("m", "mycompany.com", 30))
        );

        Assert.Equal("o1", choice.Server!.Id);
        Assert.Equal(["m", "o2"], choice.Failover.Select(server => server.Id));
    }

    [Fact]
    public void A_named_server_has_no_stand_in()
    {
        var request = Request(Mary, Server("m", "mycompany.com"), Server("n", "mycompany.com"));

        Assert.Empty(ServerSelector.Select(request with { ExplicitServer = "m" }).Failover);
        Assert.Empty(ServerSelector.Select(request with { Bulk = true, BulkServer = "m" }).Failover);
    }

    private static ServerRequest Request(string from, params OutgoingServer[] servers) =>
        new()
        {
            From = from,
            Servers = servers,
            NotificationAddress = SelectionTable.Notifications,
        };

    private static OutgoingServer Server(string id, string? filter, int priority = 10) =>
        new()
        {
            Id = id,
            Name = $"Server {id}",
            Host = "smtp.example",
            FromFilter = filter,
            Priority = priority,
        };

    // Twice, as what is made only once does not count.
    private static long Allocated(Func<object> work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static List<string> Trace(ServerChoice choice) =>
        [
            .. choice.Trace.Select(reason =>
                $"{reason.Step} {reason.ServerId ?? "-"} {(reason.Hit ? "HIT" : "no")}: {reason.Text}"
            ),
        ];
}
