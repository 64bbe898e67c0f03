using System.Text;
using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Tests.Support;

namespace Postern.Tests.Configuration;

public sealed class MailAliasRulesTests
{
    private static readonly AliasDomain Domain = new()
    {
        Id = "shop",
        Name = "shop.example",
        IsDefault = true,
    };
    private static readonly MailAlias Alias = new()
    {
        Domain = "shop",
        LocalPart = "info",
        Model = "crm.lead",
    };

    [Theory]
    [InlineData(AliasStatus.NotTested, 0)]
    [InlineData(AliasStatus.Failed, 0)]
    [InlineData(AliasStatus.Valid, 1)]
    public void The_deletion_of_an_alias_that_takes_mail_is_warned_of(AliasStatus status, int warnings)
    {
        var findings = MailAliasRules.Delete(Alias with { Status = status }, Domain);

        Assert.True(findings.Allow);
        Assert.Equal(
            warnings,
            findings.Warnings.Count(warning => warning.Message.Contains("info@shop.example", StringComparison.Ordinal))
        );
        Assert.Equal(warnings, findings.Warnings.Count);
    }

    // As the API reads it: names that differ only in case are one name to such an object.
    private static JsonObject Free(string json) =>
        JsonNode.Parse(json, new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();

    public static TheoryData<string, MailAlias> Wrong =>
        new()
        {
            { "model", Alias with { Model = "" } },
            { "defaults", Alias with { Defaults = Free("""{"D":1,"d":2}""") } },
            { "defaults", Alias with { Defaults = Free("""{"a":[{"b":{"x":1,"X":2}}]}""") } },
            { "model", Alias with { Model = new string('m', 129) } },
            { "model", Alias with { Model = ThreadKey.OutboundModel } },
            { "localPart", Alias with { LocalPart = "" } },
            { "localPart", Alias with { LocalPart = new string('a', 65) } },
            { "forcedThread", Alias with { ForcedThread = "" } },
            { "parentThread.model", Alias with { ParentThread = new ThreadKey("", "1") } },
            { "parentThread.id", Alias with { ParentThread = new ThreadKey("m", "a\nb") } },
            { "followers", Alias with { Followers = ["ann@customer.example", "nobody"] } },
            { "refusalText", Alias with { RefusalText = new string('x', MailAliasRules.RefusalTextLimit + 1) } },
            { "refusalText", Alias with { RefusalText = new StringBuilder().Insert(0, "<div>", 1_900).ToString() } },
            { "defaults", Alias with { Defaults = new JsonObject { ["a"] = new string('x', 40_000) } } },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named(string field, MailAlias alias) =>
        Assert.Equal(field, Assert.Single(Put(alias).Findings.Errors).Field);

    [Theory]
    [InlineData("catchall")]
    [InlineData("bounce")]
    public void An_alias_may_not_be_the_catchall_or_the_bounce_address(string localPart) =>
        Assert.Equal("localPart", Assert.Single(Put(Alias with { LocalPart = localPart }).Findings.Conflicts).Field);

    [Fact]
    public void One_local_part_matches_on_any_domain_for_one_alias_only()
    {
        var anywhere = Alias with { MatchLocalPart = true };
        var elsewhere = Configurations.Of(domains: [Domain], aliases: [anywhere with { Domain = "other" }]);

        Assert.Equal("matchLocalPart", Assert.Single(Put(anywhere, elsewhere).Findings.Conflicts).Field);
        Assert.True(Put(Alias, elsewhere).Findings.Allow);
        Assert.True(Put(anywhere, Configurations.Of(aliases: [anywhere])).Findings.Allow);
    }

    [Fact]
    public void A_refusal_text_loses_what_mail_may_not_hold_and_the_administrator_hears_of_it()
    {
        var edit = Put(Alias with { RefusalText = "<p onclick=\"x()\">No.</p><script>alert(1)</script>" });
        Assert.Equal("<p>No.</p>", edit.Value.RefusalText);
        Assert.Equal("refusalText", Assert.Single(edit.Findings.Warnings).Field);
        Assert.Null(Put(Alias with { RefusalText = "  " }).Value.RefusalText);
    }

    [Fact]
    public void Followers_are_kept_in_canonical_form_once() =>
        Assert.Equal(
            ["ann@customer.example"],
            Put(Alias with { Followers = ["Ann <Ann@Customer.example>", "ann@customer.example"] }).Value.Followers
        );

    [Fact]
    public void What_lets_nobody_write_is_warned_of()
    {
        var forFollowers = Alias with { ContactPolicy = ContactPolicy.Followers };
        Assert.Equal("contactPolicy", Assert.Single(Put(forFollowers).Findings.Warnings).Field);
        Assert.Empty(Put(forFollowers with { ForcedThread = "1" }).Findings.Warnings);

        var silent = Configurations.Of(models: [new RecordModel { Name = "crm.lead", TakesMail = false }]);
        Assert.Equal("model", Assert.Single(Put(Alias, silent).Findings.Warnings).Field);
    }

    [Fact]
    public void A_change_by_which_mail_is_refused_or_goes_elsewhere_is_warned_of()
    {
        Assert.Equal(["contactPolicy"], Changed(Alias with { ContactPolicy = ContactPolicy.Partners }, Alias));
        Assert.Empty(Changed(Alias, Alias with { ContactPolicy = ContactPolicy.Partners }));
        Assert.Equal(["model"], Changed(Alias with { Model = "project.task" }, Alias));
        Assert.Equal(["forcedThread"], Changed(Alias with { ForcedThread = "7" }, Alias));
        Assert.Empty(Changed(Alias with { Followers = ["ann@customer.example"] }, Alias));

        static IEnumerable<string> Changed(MailAlias after, MailAlias before) =>
            MailAliasRules
                .Put(after, before, Domain, Configurations.Of(domains: [Domain]))
                .Findings.Warnings.Select(warning => warning.Field);
    }

    private static Edit<MailAlias> Put(MailAlias alias, GatewayConfiguration? configuration = null) =>
        MailAliasRules.Put(alias, null, Domain, configuration ?? Configurations.Of(domains: [Domain]));
}
