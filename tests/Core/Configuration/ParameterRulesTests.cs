using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Tests.Support;

namespace Postern.Tests.Configuration;

public sealed class ParameterRulesTests
{
    [Fact]
    public void Every_default_is_a_value_that_may_be_set() =>
        Assert.All(
            ParameterCatalog.All.Where(parameter => parameter.Default is not null),
            parameter => Assert.Null(parameter.Problem(parameter.Default!))
        );

    [Theory]
    [InlineData("mail.gateway.loop.minute", "mail.gateway.loop.minutes")]
    [InlineData("mail.catchal.alias", "mail.catchall.alias")]
    [InlineData("MAIL.SIZE.MAX", "mail.size.max")]
    public void The_nearest_name_is_the_one_that_was_meant(string written, string meant) =>
        Assert.Equal(meant, ParameterCatalog.Nearest(written.ToLowerInvariant()));

    [Theory]
    [InlineData("mail.gateway.loop.minutes", "0")]
    [InlineData("mail.gateway.loop.minutes", "+5")]
    [InlineData("mail.server.selection", "Odoo")]
    [InlineData("mail.size.max", "25 apples")]
    [InlineData("mail.catchall.domain.allowed", "a.example, b c")]
    [InlineData("mail.bulk.server", "gone")]
    public void A_value_that_the_parameter_does_not_take_is_refused(string name, string value) =>
        Assert.Equal(
            "value",
            Assert
                .Single(ParameterRules.Put(ParameterCatalog.Find(name)!, value, Configurations.Of()).Findings.Errors)
                .Field
        );

    [Fact]
    public void The_bulk_server_is_one_that_there_is() =>
        Assert.True(
            ParameterRules
                .Put(
                    ParameterCatalog.Find("mail.bulk.server")!,
                    "news",
                    Configurations.Of(
                        outgoing:
                        [
                            new OutgoingServer
                            {
                                Id = "news",
                                Name = "News",
                                Host = "smtp.example.com",
                            },
                        ]
                    )
                )
                .Findings.Allow
        );

    [Fact]
    public void The_four_of_the_alias_domain_read_back_what_was_written()
    {
        var domain = new AliasDomain
        {
            Id = "a",
            Name = "a.example",
            IsDefault = true,
        };
        var configuration = Configurations.Of(domains: [domain]);
        foreach (
            var (name, value) in new[]
            {
                ("mail.catchall.domain", "b.example"),
                ("mail.catchall.alias", "replies"),
                ("mail.bounce.alias", "returns"),
                ("mail.default.from", "n@b.example"),
            }
        )
        {
            var edit = ParameterRules.PutOnDomain(
                ParameterCatalog.Find(name)!,
                value,
                domain.Id,
                domain,
                configuration
            );
            Assert.True(edit.Findings.Allow);
            Assert.Equal(value, ParameterRules.ReadFromDomain(name, edit.Value));
        }
        Assert.Equal(4, ParameterCatalog.All.Count(parameter => parameter.OfAliasDomain));
    }

    [Fact]
    public void Without_an_alias_domain_only_its_name_can_be_set()
    {
        var made = ParameterRules.PutOnDomain(
            ParameterCatalog.Find("mail.catchall.domain")!,
            "A.example",
            "new",
            null,
            Configurations.Of()
        );
        Assert.Equal(
            ("new", "a.example", true, true),
            (made.Value.Id, made.Value.Name, made.Value.IsDefault, made.Findings.Allow)
        );
        var refused = ParameterRules.PutOnDomain(
            ParameterCatalog.Find("mail.bounce.alias")!,
            "b",
            "new",
            null,
            Configurations.Of()
        );
        Assert.Contains(
            "mail.catchall.domain",
            Assert.Single(refused.Findings.Conflicts).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_the_alias_domain_objects_to_is_said_of_the_value()
    {
        var domain = new AliasDomain
        {
            Id = "a",
            Name = "a.example",
            IsDefault = true,
        };
        var configuration = Configurations.Of(
            domains: [domain],
            aliases:
            [
                new MailAlias
                {
                    Domain = "a",
                    LocalPart = "info",
                    Model = "m",
                },
            ]
        );
        Assert.Equal(
            "value",
            Assert
                .Single(
                    ParameterRules
                        .PutOnDomain(ParameterCatalog.Find("mail.catchall.alias")!, "info", "a", domain, configuration)
                        .Findings.Conflicts
                )
                .Field
        );
        Assert.Equal(
            "value",
            Assert
                .Single(
                    ParameterRules
                        .PutOnDomain(
                            ParameterCatalog.Find("mail.catchall.alias")!,
                            "bounce",
                            "a",
                            domain,
                            configuration
                        )
                        .Findings.Errors
                )
                .Field
        );
    }
}
