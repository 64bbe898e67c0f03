using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Sending;
using Postern.Core.Validation;
using Postern.Tests.Support;

namespace Postern.Tests.Sending;

public sealed class OutgoingServerUseTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 28, 9, 30, 0, TimeSpan.Zero);
    private static readonly WaitingCount Three = new(3, Since, 3, More: false);

    private static readonly OutgoingServer Relay = new()
    {
        Id = "relay",
        Name = "Relay",
        Host = "smtp.example.com",
        FromFilter = "a.example",
    };

    [Fact]
    public void A_server_that_nothing_depends_on_can_be_deleted()
    {
        Assert.True(OutgoingServerUse.Delete(Relay, Configurations.Of(outgoing: [Relay]), WaitingCount.None).Allow);
        Assert.True(OutgoingServerUse.Delete(Relay, Bulk("news"), WaitingCount.None).Allow);
    }

    [Fact]
    public void A_server_is_not_deleted_while_the_parameter_names_it()
    {
        var conflict = Assert.Single(OutgoingServerUse.Delete(Relay, Bulk("relay"), WaitingCount.None).Conflicts);
        Assert.Contains("mail.bulk.server", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_mail_waits_for_is_made_inactive_before_it_is_deleted()
    {
        var configuration = Configurations.Of(outgoing: [Relay]);

        var conflict = Assert.Single(OutgoingServerUse.Delete(Relay, configuration, Three).Conflicts);
        Assert.Contains(
            "3 deliveries wait for 'relay', the oldest since 2026-11-28 09:30",
            conflict.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("active to false", conflict.Message, StringComparison.Ordinal);

        var inactive = Relay with { Active = false };
        var warning = Assert.Single(Warnings(inactive, configuration, Three));
        Assert.Equal("active", warning.Field);
        Assert.Contains("3 deliveries", warning.Message, StringComparison.Ordinal);
        Assert.True(OutgoingServerUse.Delete(inactive, configuration, Three).Allow);
    }

    [Fact]
    public void A_server_for_mass_mail_without_a_filter_or_inactive_is_warned_of()
    {
        Assert.Empty(Warnings(Relay, Bulk("relay"), Three));
        Assert.Empty(Warnings(Relay with { FromFilter = null }, Bulk("news"), Three));
        Assert.Equal(
            "fromFilter",
            Assert.Single(Warnings(Relay with { FromFilter = null }, Bulk("relay"), Three)).Field
        );
        var inactive = Relay with { Active = false };
        Assert.Equal("active", Assert.Single(Warnings(inactive, Bulk("relay"), WaitingCount.None)).Field);
    }

    private static IReadOnlyList<FieldMessage> Warnings(
        OutgoingServer server,
        GatewayConfiguration configuration,
        WaitingCount waiting
    ) =>
        OutgoingServerUse
            .Warn(new Edit<OutgoingServer>(server, Findings.None), configuration, waiting)
            .Findings.Warnings;

    private static GatewayConfiguration Bulk(string server) =>
        Configurations.Of(
            outgoing: [Relay],
            parameters: new Dictionary<string, string> { ["mail.bulk.server"] = server }
        );
}
