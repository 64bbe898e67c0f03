using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Tests.Support;

namespace Postern.Tests.Configuration;

public sealed class MailModeRulesTests
{
    [Theory]
    [InlineData(null, null, false)]
    [InlineData("live", "prod", false)]
    [InlineData("hold", "prod", true)]
    [InlineData("hold", null, true)]
    [InlineData("live", "other", true)]
    [InlineData(null, "other", true)]
    public void Mail_is_held_by_the_parameter_or_in_a_copied_account(string? mode, string? madeIn, bool held)
    {
        var parameters = mode is null
            ? new Dictionary<string, string>()
            : new Dictionary<string, string> { [ParameterRules.Mode] = mode };
        var origin = new StorageOrigin("prod", madeIn);
        var configuration = Configurations.Of(parameters: parameters) with { Origin = origin };
        Assert.Equal(held, MailModeRules.HeldBecause(configuration, "carl@customer.example") is not null);
    }

    [Fact]
    public void Setting_the_mode_makes_the_account_its_own()
    {
        var copied = Configurations.Of() with { Origin = new StorageOrigin("copy", "prod") };

        var edit = ParameterRules.Put(ParameterCatalog.Find("mail.mode")!, "live", copied);

        Assert.Equal([new ConfigurationChange(ConfigurationKinds.Origin, StorageOrigin.Row, "copy")], edit.Also);
    }

    [Theory]
    [InlineData("allowlist", "mail.allowlist", "customer.example", false)]
    [InlineData("allowlist", "mail.allowlist", "x.example, Carl@Customer.example", false)]
    [InlineData("allowlist", "mail.allowlist", "example", true)]
    [InlineData("allowlist", "mail.allowlist", "ann@customer.example", true)]
    // As a filter of a server these would let all mail through.
    [InlineData("allowlist", "mail.allowlist", "", true)]
    [InlineData("allowlist", "mail.allowlist", " , ", true)]
    [InlineData("allowlist", "mail.redirect.to", "carl@customer.example", true)]
    [InlineData("redirect", "mail.redirect.to", "tester@x.example", false)]
    [InlineData("redirect", "mail.allowlist", "customer.example", true)]
    [InlineData("of a later version", "mail.allowlist", "customer.example", true)]
    public void Mail_leaves_only_where_the_mode_and_its_parameter_say_so(
        string mode,
        string parameter,
        string value,
        bool held
    )
    {
        var configuration = Configurations.Of(
            parameters: new Dictionary<string, string> { [ParameterRules.Mode] = mode, [parameter] = value }
        );

        Assert.Equal(held, MailModeRules.HeldBecause(configuration, "carl@customer.example") is not null);
    }

    [Fact]
    public void Setting_the_mode_ends_draining()
    {
        var drained = Configurations.Of() with { Drain = new MailDrain(DateTimeOffset.UnixEpoch) };

        var edit = ParameterRules.Put(ParameterCatalog.Find("mail.mode")!, "hold", drained);

        Assert.Contains(new ConfigurationChange(ConfigurationKinds.Drain, MailDrain.Row, null), edit.Also);
    }
}
