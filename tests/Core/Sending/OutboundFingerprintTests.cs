using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Sending;
using static Postern.Tests.Sending.SentMail;

namespace Postern.Tests.Sending;

public sealed class OutboundFingerprintTests
{
    private static readonly GatewayConfiguration Before = Through(Server("a"), Server("b"));

    [Fact]
    public void It_changes_with_every_setting_that_chooses_a_server_or_limits_it()
    {
        GatewayConfiguration[] after =
        [
            Through(Server("a") with { DailyLimit = 10 }, Server("b")),
            Through(Server("a") with { RatePerMinute = 10 }, Server("b")),
            Through(Server("a") with { Active = false }, Server("b")),
            Through(Server("a", filter: "mycompany.example"), Server("b")),
            Through(Server("a", priority: 1), Server("b")),
            Through(Server("a"), Server("c")),
            Through(Server("a")),
            Before with
            {
                DefaultServer = Server(OutgoingServer.DefaultId),
            },
            Before with
            {
                AliasDomains = [Branch],
            },
            Before.With("mail.bulk.server", "b"),
            Before.With("mail.server.selection", "odoo"),
            Before.With("mail.server.failover", "off"),
            Before.With("mail.default.from_filter", "mycompany.example"),
        ];

        var fingerprints = after.Append(Before).Select(OutboundFingerprint.Of).ToList();

        Assert.Equal(fingerprints.Count, fingerprints.Distinct().Count());
    }

    [Fact]
    public void It_stays_when_other_settings_change()
    {
        Assert.Equal(OutboundFingerprint.Of(Before), OutboundFingerprint.Of(Through(Server("a"), Server("b"))));
        Assert.Equal(OutboundFingerprint.Of(Before), OutboundFingerprint.Of(Before.With("mail.fetch.minutes", "7")));
    }
}
