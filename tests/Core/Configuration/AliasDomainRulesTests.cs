using System.Text.Json;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
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
        Assert.True(Put(first, null, Configurations.Of()).Value.IsDefault);
    }

    [Fact]
    public void A_new_default_takes_it_off_the_old_one_in_the_same_change()
    {
        var edit = Put(Shop with { IsDefault = true }, Shop, Two);
        var other = Assert.Single(edit.Also);
        Assert.Equal(("main", false), (other.Id, ((AliasDomain)other.Value!).IsDefault));
        Assert.Empty(Put(Shop, Shop, Two).Also);
    }

    [Fact]
    public void The_default_stays_the_default_until_another_takes_it()
    {
        var edit = Put(Main with { IsDefault = false }, Main, Two);
        Assert.True(edit.Value.IsDefault);
        Assert.Equal("isDefault", Assert.Single(edit.Findings.Warnings).Field);
    }

    [Fact]
    public void A_notification_address_on_no_alias_domain_is_warned_of_when_it_is_set_and_when_its_domain_goes()
    {
        var atShop = Main with { DefaultFrom = "info@shop.example" };
        Assert.Empty(Put(atShop, null, Two).Findings.Warnings);
        var elsewhere = Assert.Single(Put(Main with { DefaultFrom = "info@b.example" }, null, Two).Findings.Warnings);
        Assert.Equal("defaultFrom", elsewhere.Field);

        var going = AliasDomainRules.Delete(Shop, Configurations.Of(domains: [atShop, Shop]));
        Assert.True(going.Allow);
        Assert.Equal(["id", "defaultFrom"], going.Warnings.Select(warning => warning.Field));
        Assert.Contains("info@shop.example", going.Warnings[1].Message, StringComparison.Ordinal);
        Assert.Single(AliasDomainRules.Delete(Shop, Configurations.Of(domains: [Main, Shop])).Warnings);
        // That one was on none before.
        var never = Main with
        {
            DefaultFrom = "info@b.example",
        };
        var closes = Assert.Single(AliasDomainRules.Delete(Shop, Configurations.Of(domains: [never, Shop])).Warnings);
        Assert.StartsWith("closes the domain 'shop.example'", closes.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_notification_address_is_said_once()
    {
        var changed = Assert.Single(Put(Main with { DefaultFrom = "hello" }, Main, Two).Findings.Warnings);
        Assert.Equal("defaultFrom", changed.Field);
        Assert.Contains($"'hello@{Main.Name}' from now on", changed.Message, StringComparison.Ordinal);
        Assert.Equal("name", Assert.Single(Put(Main with { Name = "new.example" }, Main, Two).Findings.Warnings).Field);
    }

    [Fact]
    public void What_was_current_is_remembered_and_what_is_current_again_is_not_former()
    {
        var renamed = Put(
            Shop with
            {
                Name = "store.example",
                Catchall = "replies",
                Bounce = "returns",
            },
            Shop,
            Two
        ).Value;
        Assert.Equal(
            "shop.example catchall bounce",
            string.Join(" ", [.. renamed.FormerNames, .. renamed.FormerCatchalls, .. renamed.FormerBounces])
        );
        var back = Put(
            renamed with
            {
                Name = "shop.example",
                Catchall = "catchall",
                Bounce = "bounce",
            },
            renamed,
            Two
        ).Value;
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
        var domain = Put(written, null, Two).Value;
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
        var findings = Put(Shop with { Catchall = catchall, Bounce = bounce }, Shop, Two).Findings;
        Assert.Equal(field, Assert.Single(findings.Conflicts).Field);
        Assert.False(findings.Allow);
        Assert.True(Put(Main with { Catchall = catchall, Bounce = bounce }, Main, Two).Findings.Allow);
    }

    [Fact]
    public void Two_alias_domains_never_have_the_same_name() =>
        Assert.Equal(
            "name",
            Assert.Single(Put(Shop with { Name = "MAIN.example" }, Shop, Two).Findings.Conflicts).Field
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
        Assert.Equal(field, Assert.Single(Put(domain, null, Two).Findings.Errors).Field);
    }

    [Fact]
    public void An_alias_domain_with_aliases_and_the_default_are_not_removed()
    {
        Assert.Equal("id", Assert.Single(AliasDomainRules.Delete(Shop, Two).Conflicts).Field);
        Assert.Equal("isDefault", Assert.Single(AliasDomainRules.Delete(Main, Two).Conflicts).Field);
        Assert.True(AliasDomainRules.Delete(Main, Configurations.Of(domains: [Main])).Allow);
    }

    [Fact]
    public void The_same_body_again_is_the_same_state_with_all_that_was_remembered()
    {
        var body = Shop with { Catchall = "replies" };
        var first = Put(body, Shop, Two).Value;
        var renamed = Put(body with { Name = "store.example" }, first, Two).Value;
        var again = Put(body with { Name = "store.example" }, renamed, Two);

        Assert.Equal(["shop.example"], again.Value.FormerNames);
        Assert.Equal(["catchall"], again.Value.FormerCatchalls);
        Assert.Equal(JsonSerializer.Serialize(renamed), JsonSerializer.Serialize(again.Value));
        Assert.Empty(again.Findings.Warnings);
    }

    [Theory]
    [InlineData("other", "bounce")]
    [InlineData("catchall", "other")]
    public void Another_catchall_or_bounce_without_the_lists_loses_none_of_them(string catchall, string bounce)
    {
        var after = Put(Shop with { Catchall = catchall, Bounce = bounce }, Remembering, Two);

        Assert.Equal(["old.example", "older.example"], after.Value.FormerNames);
        Assert.Superset(new HashSet<string> { "answers", "replies" }, after.Value.FormerCatchalls.ToHashSet());
        Assert.Superset(new HashSet<string> { "returns" }, after.Value.FormerBounces.ToHashSet());
        var moved = Assert.Single(after.Findings.Warnings);
        Assert.Equal(catchall == "other" ? "catchall" : "bounce", moved.Field);
        Assert.Contains("'other@shop.example' from now on", moved.Message, StringComparison.Ordinal);
        Assert.EndsWith("still takes mail", moved.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "formerNames", 2)]
    [InlineData("*", "formerNames", 2)]
    [InlineData("\"tag\"", "name", 2)]
    [InlineData("\"tag\"", "formerNames", 1)]
    public void A_former_name_is_dropped_only_by_naming_the_shorter_list_for_a_version(
        string? ifMatch,
        string named,
        int left
    )
    {
        var condition = new EditCondition(ifMatch is null ? null : [ifMatch]) { Members = [named] };
        var wanted = Remembering with { FormerNames = ["older.example"] };

        var edit = AliasDomainRules.Put(wanted, Remembering, Two, condition);

        Assert.Equal(left, edit.Value.FormerNames.Count);
        Assert.Equal(left == 1, edit.Findings.Warnings.Any(warning => warning.Field == "formerNames"));
    }

    [Fact]
    public void Each_address_that_is_closed_is_warned_of()
    {
        var condition = new EditCondition(["\"tag\""])
        {
            Members = ["formerNames", "formerCatchalls", "formerBounces"],
        };

        var warnings = AliasDomainRules.Put(Shop, Remembering, Two, condition).Findings.Warnings;

        Assert.Equal(
            ["formerNames", "formerNames", "formerCatchalls", "formerCatchalls", "formerBounces"],
            warnings.Select(warning => warning.Field)
        );
        Assert.Contains("'replies@shop.example'", warnings[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_former_address_that_another_use_takes_over_is_warned_of()
    {
        var configuration = Configurations.Of(domains: [Main, Remembering]);

        var name = Put(new AliasDomain { Id = "new", Name = "old.example" }, null, configuration);
        var catchall = Put(Shop with { Catchall = "returns" }, Remembering, configuration);
        var bounce = Put(Shop with { Bounce = "replies" }, Remembering, configuration);

        Assert.Equal("name", Assert.Single(name.Findings.Warnings).Field);
        Assert.Equal(["catchall", "catchall"], catchall.Findings.Warnings.Select(warning => warning.Field));
        Assert.Contains("was a return path", catchall.Findings.Warnings[0].Message, StringComparison.Ordinal);
        Assert.Equal(["bounce", "bounce"], bounce.Findings.Warnings.Select(warning => warning.Field));
        Assert.Contains("was a catchall", bounce.Findings.Warnings[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my company.example")]
    [InlineData("info@a.example")]
    [InlineData("a..example")]
    [InlineData("-a.example")]
    [InlineData("a_b.example")]
    [InlineData("*.example")]
    [InlineData("192.0.2.1")]
    [InlineData("https://a.example")]
    public void What_is_no_domain_is_refused_as_a_name_and_as_a_former_one(string name)
    {
        Assert.Equal("name", Assert.Single(Put(Shop with { Name = name }, null, Two).Findings.Errors).Field);
        Assert.Equal(
            "formerNames",
            Assert.Single(Put(Shop with { FormerNames = [name] }, null, Two).Findings.Errors).Field
        );
    }

    private static AliasDomain Remembering =>
        Shop with
        {
            FormerNames = ["old.example", "older.example"],
            FormerCatchalls = ["answers", "replies"],
            FormerBounces = ["returns"],
        };

    private static Edit<AliasDomain> Put(AliasDomain wanted, AliasDomain? before, GatewayConfiguration configuration) =>
        AliasDomainRules.Put(wanted, before, configuration, EditCondition.None);
}
