using Postern.Contracts.Http;
using Postern.Core.Configuration;
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
            HealthRules.Problems(
                Configurations.Of(domains: [Domain], outgoing: [server]) with
                {
                    DkimKeys = new Dictionary<string, DkimSigningKeys> { [Domain.Id] = new() { Keys = keys } },
                },
                hasPublicUrl: true
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
