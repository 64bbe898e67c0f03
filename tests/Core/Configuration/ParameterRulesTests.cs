using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Tests.Support;

namespace Postern.Tests.Configuration;

public sealed class ParameterRulesTests
{
    private static readonly AliasDomain Domain = new()
    {
        Id = "a",
        Name = "a.example",
        IsDefault = true,
    };

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
    [InlineData("mail.catchall.domain.allowed", "https://a.example")]
    [InlineData("mail.default.from_filter", "https://a.example")]
    [InlineData("mail.default.from_filter", "*.a.example")]
    [InlineData("mail.default.from_filter", " ")]
    [InlineData("mail.auth.trusted", "*")]
    [InlineData("mail.auth.trusted", "mx.a.example, *")]
    [InlineData("mail.auth.trusted", "*.a.example")]
    [InlineData("mail.auth.trusted", "mx?.a.example")]
    [InlineData("mail.auth.trusted", "%")]
    [InlineData("mail.auth.trusted", "")]
    [InlineData("mail.auth.trusted", ",")]
    [InlineData("mail.auth.trusted", "mx.a.example,,mx.b.example")]
    [InlineData("mail.auth.trusted", "mx.a.example,")]
    [InlineData("mail.auth.trusted", ".a.example")]
    [InlineData("mail.auth.trusted", "mx..a.example")]
    [InlineData("mail.auth.trusted", "@a.example")]
    [InlineData("mail.auth.trusted", "https://mx.a.example")]
    [InlineData("mail.auth.trusted", "mx.a.example; mx.b.example")]
    [InlineData("mail.bulk.server", "gone")]
    [InlineData("mail.events.content", "yes")]
    public void A_value_that_the_parameter_does_not_take_is_refused(string name, string value) =>
        Assert.Equal("value", Assert.Single(Put(name, value, Configurations.Of()).Errors).Field);

    [Theory]
    [InlineData("mx.a.example")]
    [InlineData("microsoft365, google , mx_1.a.example")]
    [InlineData("[192.0.2.1]")]
    [InlineData("mx")]
    public void Servers_are_trusted_by_their_names(string value) =>
        Assert.Equal(Findings.None.Errors, Put("mail.auth.trusted", value, Configurations.Of()).Errors);

    [Fact]
    public void A_wildcard_is_refused_with_the_reason() =>
        Assert.Contains(
            "wildcards",
            Assert.Single(Put("mail.auth.trusted", "mx.*", Configurations.Of()).Errors).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("news.example", true, "")]
    [InlineData(null, true, "carries all relayed mail")]
    [InlineData("", true, "carries all relayed mail")]
    [InlineData("news.example", false, "inactive")]
    public void The_bulk_server_is_one_that_there_is_and_has_a_filter(string? filter, bool active, string warning)
    {
        var news = new OutgoingServer
        {
            Id = "news",
            Name = "News",
            Host = "smtp.example.com",
            FromFilter = filter,
            Active = active,
        };

        var findings = Put("mail.bulk.server", "news", Configurations.Of(outgoing: [news]));

        Assert.True(findings.Allow);
        var warnings = findings.Warnings.Select(found => found.Message);
        Assert.Contains(warning, string.Join(' ', warnings), StringComparison.Ordinal);
        Assert.Equal(warning.Length == 0, !warnings.Any());
        Assert.All(findings.Warnings, found => Assert.Equal("value", found.Field));
    }

    [Theory]
    [InlineData("notifications", 0)]
    [InlineData("info@a.example", 0)]
    [InlineData("info@A.EXAMPLE", 0)]
    [InlineData("info@b.example", 0)]
    [InlineData("info@old.example", 0)]
    [InlineData("info@news.a.example", 1)]
    [InlineData("info@elsewhere.example", 1)]
    public void A_notification_address_on_no_alias_domain_is_warned_of(string value, int warnings)
    {
        var other = new AliasDomain
        {
            Id = "b",
            Name = "b.example",
            FormerNames = ["old.example"],
        };

        var findings = PutOnDomain("mail.default.from", value, Configurations.Of(domains: [Domain, other])).Findings;

        Assert.True(findings.Allow);
        Assert.All(findings.Warnings, warning => Assert.Equal("value", warning.Field));
        // Another address is a change that is said in any case.
        var changes = findings.Warnings.Count(warning =>
            warning.Message.Contains("from now on", StringComparison.Ordinal)
        );
        Assert.Equal(value == "notifications" ? 0 : 1, changes);
        Assert.Equal(warnings, findings.Warnings.Count - changes);
    }

    [Fact]
    public void The_four_of_the_alias_domain_read_back_what_was_written()
    {
        (string Name, string Value)[] parameters =
        [
            ("mail.catchall.domain", "b.example"),
            ("mail.catchall.alias", "replies"),
            ("mail.bounce.alias", "returns"),
            ("mail.default.from", "n@b.example"),
        ];
        foreach (var (name, value) in parameters)
        {
            var edit = PutOnDomain(name, value, Configurations.Of(domains: [Domain]));
            Assert.True(edit.Findings.Allow);
            Assert.Equal(value, ParameterRules.ReadFromDomain(name, edit.Value));
        }
        Assert.Equal(4, ParameterCatalog.All.Count(parameter => parameter.OfAliasDomain));
    }

    [Fact]
    public void Without_an_alias_domain_only_its_name_can_be_set()
    {
        var made = PutOnNewDomain("mail.catchall.domain", "A.example");
        Assert.Equal(
            ("new", "a.example", true, true),
            (made.Value.Id, made.Value.Name, made.Value.IsDefault, made.Findings.Allow)
        );
        var conflict = Assert.Single(PutOnNewDomain("mail.bounce.alias", "b").Findings.Conflicts);
        Assert.Contains("mail.catchall.domain", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_alias_domain_objects_to_is_said_of_the_value()
    {
        var info = new MailAlias
        {
            Domain = "a",
            LocalPart = "info",
            Model = "m",
        };
        var configuration = Configurations.Of(domains: [Domain], aliases: [info]);

        var asAlias = PutOnDomain("mail.catchall.alias", "info", configuration).Findings;
        var asBounce = PutOnDomain("mail.catchall.alias", "bounce", configuration).Findings;

        Assert.Equal("value", Assert.Single(asAlias.Conflicts).Field);
        Assert.Equal("value", Assert.Single(asBounce.Errors).Field);
    }

    private static Findings Put(string name, string value, GatewayConfiguration configuration) =>
        ParameterRules.Put(ParameterCatalog.Find(name)!, value, configuration).Findings;

    private static Edit<AliasDomain> PutOnDomain(string name, string value, GatewayConfiguration configuration) =>
        ParameterRules.PutOnDomain(ParameterCatalog.Find(name)!, value, Domain.Id, Domain, configuration);

    private static Edit<AliasDomain> PutOnNewDomain(string name, string value) =>
        ParameterRules.PutOnDomain(ParameterCatalog.Find(name)!, value, "new", null, Configurations.Of());
}
