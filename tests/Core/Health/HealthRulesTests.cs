using FsCheck.Xunit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Health;
using Postern.Tests.Support;

namespace Postern.Tests.Health;

public sealed class HealthRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 10, 0, 0, TimeSpan.Zero);

    private static readonly OutgoingServer Server = new()
    {
        Id = "relay",
        Name = "Relay",
        Host = "smtp.example.com",
    };
    private static readonly AliasDomain Domain = new() { Id = "a", Name = "a.example" };

    [Fact]
    public void A_gateway_with_a_domain_and_a_server_has_no_problem()
    {
        var withRecord = Configurations.Of(domains: [Domain], outgoing: [Server]);
        var withDefault = Configurations.Of(domains: [Domain]) with { DefaultServer = Server };

        Assert.Empty(HealthRules.Problems(withRecord, hasPublicUrl: true));
        Assert.Empty(HealthRules.Problems(withDefault, hasPublicUrl: true));
    }

    [Fact]
    public void What_keeps_mail_from_flowing_is_named()
    {
        var alias = new MailAlias
        {
            Domain = "gone",
            LocalPart = "info",
            Model = "m",
        };
        var configuration = Configurations.Of(
            outgoing: [Server with { Active = false }],
            aliases: [alias],
            parameters: new Dictionary<string, string> { ["mail.bulk.server"] = "gone" }
        );

        var problems = HealthRules.Problems(configuration, hasPublicUrl: false);

        Assert.Equal(
            ["alias-domains", "outgoing-servers", "aliases", "parameters", "settings"],
            problems.Select(problem => problem.Field)
        );
    }

    [Fact]
    public void A_server_that_is_to_sign_for_a_domain_without_an_active_key_is_named()
    {
        var signing = Server with { Sign = true };
        var key = new DkimSigningKey
        {
            Selector = "s1",
            Algorithm = DkimAlgorithm.Rsa,
            Domain = Domain.Name,
            PublicKey = "AAAA",
            Secret = "dkim-a-x",
            State = DkimSelectorState.Active,
            Created = DateTimeOffset.UnixEpoch,
        };

        var problem = Assert.Single(Problems(signing));
        Assert.Contains("'relay' is to sign, but a.example has no", problem.Message, StringComparison.Ordinal);
        Assert.Single(Problems(signing, key with { State = DkimSelectorState.Next }));
        Assert.Single(Problems(signing, key with { Domain = "former.example" }));
        Assert.Empty(Problems(signing, key));
        Assert.Empty(Problems(signing with { FromFilter = "other.example" }));
        Assert.DoesNotContain(Problems(signing with { Active = false }), found => found.Field == "alias-domains");

        static IEnumerable<FieldMessage> Problems(OutgoingServer server, params IReadOnlyList<DkimSigningKey> keys) =>
            HealthRules
                .Report(
                    Facts(
                        Configurations.Of(domains: [Domain], outgoing: [server]) with
                        {
                            DkimKeys = new Dictionary<string, DkimSigningKeys> { [Domain.Id] = new() { Keys = keys } },
                        }
                    )
                )
                .Problems;
    }

    [Fact]
    public void A_server_for_mass_mail_that_is_inactive_stops_it_and_one_without_filter_is_a_warning()
    {
        var bulk = new Dictionary<string, string> { ["mail.bulk.server"] = "relay" };
        var open = Facts(Configurations.Of(domains: [Domain], outgoing: [Server], parameters: bulk));
        var idle = Server with { Id = "idle", FromFilter = "a.example", Active = false };
        bulk["mail.bulk.server"] = "idle";
        var inactive = Facts(Configurations.Of(domains: [Domain], outgoing: [Server, idle], parameters: bulk));

        Assert.Contains(
            "inactive",
            Assert.Single(HealthRules.Report(inactive).Problems).Message,
            StringComparison.Ordinal
        );
        bulk["mail.bulk.server"] = "relay";
        var report = HealthRules.Report(open);
        Assert.Equal((HealthStatus.Ok, "parameters"), (report.Status, Assert.Single(report.Warnings).Field));
    }

    [Fact]
    public void A_notification_address_on_no_alias_domain_is_a_warning_also_when_the_domain_goes_later()
    {
        var elsewhere = Domain with { DefaultFrom = "info@b.example" };
        var other = new AliasDomain { Id = "b", Name = "b.example" };
        var before = Facts(Configurations.Of(domains: [elsewhere, other], outgoing: [Server]));
        var after = Facts(Configurations.Of(domains: [elsewhere], outgoing: [Server]));

        Assert.Empty(HealthRules.Report(before).Warnings);
        var warning = Assert.Single(HealthRules.Report(after).Warnings);
        Assert.Contains("info@b.example", warning.Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Ok, HealthRules.Report(after).Status);
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(30, "The password of 'Relay' ends 2026-12-29 10:00:00Z: renew it")]
    [InlineData(-1, "The password of 'Relay' ended 2026-11-28 10:00:00Z: renew it")]
    public void The_end_of_the_default_servers_password_is_told_thirty_days_before(int days, string? expected)
    {
        var configuration = Configurations.Of(domains: [Domain]) with
        {
            DefaultServer = Server,
            DefaultServerExpires = Now.AddDays(days),
        };

        var warnings = HealthRules.Report(Facts(configuration)).Warnings;

        Assert.Equal(expected is null ? 0 : 1, warnings.Count);
        Assert.All(warnings, warning => Assert.StartsWith(expected!, warning.Message, StringComparison.Ordinal));
        Assert.Empty(HealthRules.Report(Facts(configuration with { DefaultServer = null })).Warnings);
    }

    [Fact]
    public void A_dead_server_is_a_problem_while_mail_waits_for_it_and_a_warning_before()
    {
        var error = new ServerError(Now.AddMinutes(-2), "Connection refused", DeliveryProblem.Connection);
        var dead = Status(error: error, success: Now.AddHours(-2));

        var idle = HealthRules.Report(Facts(servers: [dead]));
        Assert.Equal(HealthStatus.Ok, idle.Status);
        Assert.Contains("Connection refused", Assert.Single(idle.Warnings).Message, StringComparison.Ordinal);

        var waiting = new WaitingCount(3, Now.AddMinutes(-20), 0, false);
        var problem = Assert.Single(HealthRules.Report(Facts(servers: [dead with { Waiting = waiting }])).Problems);
        Assert.Equal(
            "'Relay' has taken no mail since 2026-11-29 08:00 UTC: Connection refused (2026-11-29 09:58 UTC), and "
                + "3 deliveries wait for it, the oldest since 2026-11-29 09:40 UTC; POST "
                + "/api/outgoing-servers/relay/test shows at which step it fails.",
            problem.Message
        );
    }

    [Fact]
    public void A_server_that_took_mail_after_its_error_is_well_and_late_mail_is_a_problem_all_the_same()
    {
        var well = Status(error: new ServerError(Now.AddMinutes(-9), "421 Later"), success: Now.AddMinutes(-3));

        Assert.Equal(HealthStatus.Ok, HealthRules.Report(Facts(servers: [well])).Status);
        var late = well with { Waiting = new WaitingCount(2, Now.AddHours(-3), 1, false) };
        Assert.Contains(
            "1 delivery has waited for more than an hour",
            Assert.Single(HealthRules.Report(Facts(servers: [late])).Problems).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Late_mail_for_no_server_in_use_is_a_problem()
    {
        var waiting = new WaitingDeliveries([new("a", "gone", Now.AddHours(-2), false)], more: false, Now);

        var problem = Assert.Single(HealthRules.Report(Facts(servers: [Status()], waiting: waiting)).Problems);
        Assert.Contains("no server that is active", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_storage_it_is_down() =>
        Assert.Equal(
            HealthStatus.Down,
            new HealthReport(false, [], new Dictionary<string, int>(), new Dictionary<string, int>()).Status
        );

    [Property(MaxTest = 300)]
    public void Degraded_never_comes_without_a_sentence_that_says_why(int seed)
    {
        var facts = RandomHealth.Facts(new Random(seed), Now);

        var report = HealthRules.Report(facts);

        Assert.Equal(report.Problems.Count > 0, report.Status == HealthStatus.Degraded);
        Assert.All(
            report.Problems.Concat(report.Warnings),
            found => Assert.False(string.IsNullOrWhiteSpace(found.Field) || string.IsNullOrWhiteSpace(found.Message))
        );
        var said = string.Join('\n', report.Problems.Select(problem => problem.Message));
        var ill = facts.Servers.Where(server =>
            server.Circuit.State != CircuitState.Open
            || server.Waiting.Late > 0
            || (server.TakesNoMail && server.Waiting.Count > 0)
        );
        Assert.All(ill, server => Assert.Contains($"'{server.Name}'", said, StringComparison.Ordinal));
        var failing = facts.Mailboxes.Where(mailbox => mailbox.State != MailboxState.Confirmed);
        Assert.All(failing, mailbox => Assert.Contains($"'{mailbox.Server}'", said, StringComparison.Ordinal));
        Assert.All(facts.Attention, kind => Assert.Contains($"kind={kind.Key}", said, StringComparison.Ordinal));
    }

    private static ServerStatus Status(ServerError? error = null, DateTimeOffset? success = null) =>
        new("relay", "Relay", new(CircuitState.Open), success, error, WaitingCount.None, new());

    private static HealthFacts Facts(
        GatewayConfiguration? configuration = null,
        IReadOnlyList<ServerStatus>? servers = null,
        WaitingDeliveries? waiting = null
    ) =>
        new()
        {
            Configuration = configuration ?? Configurations.Of(domains: [Domain], outgoing: [Server]),
            HasPublicUrl = true,
            Servers = servers ?? [],
            Waiting = waiting ?? new WaitingDeliveries([], more: false, Now),
            Now = Now,
        };
}
