using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Tests.Support;

namespace Postern.Tests.Configuration;

public sealed class AliasDomainRulesTests
{
    private static readonly AliasDomain Main = new()
    {
        Id = "main",
        Name = "main.example",
        IsDefault = true,
    };
    private static readonly AliasDomain Shop = new() { Id = "shop", Name = "shop.example" };
    private static readonly MailAlias Info = new()
    {
        Domain = "shop",
        LocalPart = "info",
        Model = "crm.lead",
    };
    private static readonly GatewayConfiguration Two = Configurations.Of(domains: [Main, Shop], aliases: [Info]);

    [Fact]
    public void The_first_alias_domain_is_the_default()
    {
        var first = new AliasDomain { Id = "a", Name = "a.example" };
        Assert.True(AliasDomainRules.Put(first, null, Configurations.Of()).Value.IsDefault);
    }

    [Fact]
    public void A_new_default_takes_it_off_the_old_one_in_the_same_change()
    {
        var edit = AliasDomainRules.Put(Shop with { IsDefault = true }, Shop, Two);
        var other = Assert.Single(edit.Also);
        Assert.Equal(("main", false), (other.Id, ((AliasDomain)other.Value!).IsDefault));
        Assert.Empty(AliasDomainRules.Put(Shop, Shop, Two).Also);
    }

    [Fact]
    public void The_default_stays_the_default_until_another_takes_it()
    {
        var edit = AliasDomainRules.Put(Main with { IsDefault = false }, Main, Two);
        Assert.True(edit.Value.IsDefault);
        Assert.Equal("isDefault", Assert.Single(edit.Findings.Warnings).Field);
    }

    [Fact]
    public void What_was_current_is_remembered_and_what_is_current_again_is_not_former()
    {
        var renamed = AliasDomainRules
            .Put(Shop with { Name = "store.example", Catchall = "replies", Bounce = "returns" }, Shop, Two)
            .Value;
        Assert.Equal(
            "shop.example catchall bounce",
            string.Join(" ", [.. renamed.FormerNames, .. renamed.FormerCatchalls, .. renamed.FormerBounces])
        );
        var back = AliasDomainRules
            .Put(renamed with { Name = "shop.example", Catchall = "catchall", Bounce = "bounce" }, renamed, Two)
            .Value;
        Assert.Equal(
            "store.example replies returns",
            string.Join(" ", [.. back.FormerNames, .. back.FormerCatchalls, .. back.FormerBounces])
        );
    }

    [Fact]
    public void Names_and_local_parts_are_put_in_order()
    {
        var written = new AliasDomain
        {
            Id = "a",
            Name = "Büro.Example.",
            Catchall = "Réponses à tous",
            Bounce = "Bounce",
            DefaultFrom = "Büro@BÜRO.example",
        };
        var domain = AliasDomainRules.Put(written, null, Two).Value;
        Assert.Equal(
            ("xn--bro-hoa.example", "reponses-a-tous", "bounce", "büro@xn--bro-hoa.example"),
            (domain.Name, domain.Catchall, domain.Bounce, domain.DefaultFrom)
        );
    }

    [Theory]
    [InlineData("info", "bounce", "catchall")]
    [InlineData("catchall", "info", "bounce")]
    public void Catchall_and_bounce_may_not_be_an_alias(string catchall, string bounce, string field)
    {
        var findings = AliasDomainRules.Put(Shop with { Catchall = catchall, Bounce = bounce }, Shop, Two).Findings;
        Assert.Equal(field, Assert.Single(findings.Conflicts).Field);
        Assert.False(findings.Allow);
        Assert.True(AliasDomainRules.Put(Main with { Catchall = catchall, Bounce = bounce }, Main, Two).Findings.Allow);
    }

    [Fact]
    public void Two_alias_domains_never_have_the_same_name() =>
        Assert.Equal(
            "name",
            Assert.Single(AliasDomainRules.Put(Shop with { Name = "MAIN.example" }, Shop, Two).Findings.Conflicts).Field
        );

    [Theory]
    [InlineData("name", "", "c", "b", "n")]
    [InlineData("name", "[10.0.0.1]", "c", "b", "n")]
    [InlineData("catchall", "a.example", " ", "b", "n")]
    [InlineData("catchall", "a.example", "c+d", "b", "n")]
    [InlineData("bounce", "a.example", "c", "@", "n")]
    [InlineData("bounce", "a.example", "Same", "same", "n")]
    [InlineData("defaultFrom", "a.example", "c", "b", "n@")]
    public void Every_field_is_checked_and_named(string field, string name, string catchall, string bounce, string from)
    {
        var domain = new AliasDomain
        {
            Id = "a",
            Name = name,
            Catchall = catchall,
            Bounce = bounce,
            DefaultFrom = from,
        };
        Assert.Equal(field, Assert.Single(AliasDomainRules.Put(domain, null, Two).Findings.Errors).Field);
    }

    [Fact]
    public void An_alias_domain_with_aliases_and_the_default_are_not_removed()
    {
        Assert.Equal("id", Assert.Single(AliasDomainRules.Delete(Shop, Two).Conflicts).Field);
        Assert.Equal("isDefault", Assert.Single(AliasDomainRules.Delete(Main, Two).Conflicts).Field);
        Assert.True(AliasDomainRules.Delete(Main, Configurations.Of(domains: [Main])).Allow);
    }
}
