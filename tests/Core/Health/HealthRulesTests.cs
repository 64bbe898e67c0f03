using Postern.Contracts.Http;
using Postern.Core.Health;
using Postern.Tests.Support;

namespace Postern.Tests.Health;

public sealed class HealthRulesTests
{
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

    [Theory]
    [InlineData(true, 0, HealthStatus.Ok)]
    [InlineData(true, 1, HealthStatus.Degraded)]
    [InlineData(false, 0, HealthStatus.Down)]
    public void The_status_says_whether_somebody_should_look(bool storage, int failed, HealthStatus status) =>
        Assert.Equal(
            status,
            new HealthReport(
                storage,
                [],
                Enumerable.Range(0, failed).ToDictionary(_ => "failed"),
                new Dictionary<string, int>()
            ).Status
        );
}
