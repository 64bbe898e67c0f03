using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Sending;
using Postern.Core.Validation;
using Postern.Tests.Support;

namespace Postern.Tests.Sending;

/// <summary>A change by which mail leaves through another server is warned of.</summary>
public sealed class OutgoingServerChangesTests
{
    private static readonly OutgoingServer Relay = new()
    {
        Id = "relay",
        Name = "Relay",
        Host = "smtp.example",
        FromFilter = "a.example",
        Priority = 10,
    };
    private static readonly OutgoingServer Spare = Relay with { Id = "spare", Name = "Spare", Priority = 20 };
    private static readonly AliasDomain Shop = new() { Id = "shop", Name = "a.example" };
    private static readonly GatewayConfiguration Two = Configurations.Of(outgoing: [Relay, Spare], domains: [Shop]);

    [Fact]
    public void An_alias_domain_whose_mail_takes_another_way_is_named()
    {
        Assert.Equal(
            "active: 'a.example' leaves through 'Spare' from now on, not through 'Relay'",
            Put(Relay with { Active = false }, Relay)
        );
        Assert.StartsWith("priority: 'a.example'", Put(Relay with { Priority = 30 }, Relay), StringComparison.Ordinal);
        Assert.StartsWith(
            "fromFilter: 'a.example'",
            Put(Relay with { FromFilter = "b.example" }, Relay),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_new_server_that_takes_over_is_warned_of_and_the_first_of_all_is_not()
    {
        var faster = Relay with { Id = "faster", Name = "Faster", Priority = 5 };
        Assert.Equal(
            "priority: 'a.example' leaves through 'Faster' from now on, not through 'Relay'",
            Put(faster, null)
        );
        Assert.Empty(Put(faster with { Priority = 50 }, null));
        Assert.Empty(Put(faster, null, Configurations.Of(domains: [Shop])));
    }

    [Fact]
    public void Where_no_alias_domain_moves_the_mail_of_other_senders_may()
    {
        Assert.StartsWith(
            "priority: changes the order of the servers",
            Put(Relay with { Priority = 15 }, Relay),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "host: changes: mail is sent through 'other.example', no longer through 'smtp.example'",
            Put(Relay with { Host = "other.example" }, Relay)
        );
        Assert.Empty(Put(Relay with { Name = "Another" }, Relay));
    }

    [Fact]
    public void A_deletion_says_which_way_mail_takes_then()
    {
        Assert.Equal("id: 'a.example' leaves through 'Spare' from now on, not through 'Relay'", Delete(Relay));
        Assert.StartsWith("id: is removed: mail may be sent", Delete(Spare), StringComparison.Ordinal);
        Assert.Empty(Delete(Spare with { Active = false }));
    }

    private static string Put(
        OutgoingServer after,
        OutgoingServer? before,
        GatewayConfiguration? configuration = null
    ) =>
        Lines(
            OutgoingServerChanges
                .Warn(new Edit<OutgoingServer>(after, Findings.None), before, configuration ?? Two)
                .Findings
        );

    private static string Delete(OutgoingServer server) =>
        Lines(OutgoingServerChanges.Warn(Findings.None, server, Two));

    private static string Lines(Findings findings) =>
        string.Join(' ', findings.Warnings.Select(warning => $"{warning.Field}: {warning.Message}"));
}
