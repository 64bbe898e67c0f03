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
        Assert.Equal(held, MailModeRules.HeldBecause(configuration) is not null);
    }

    [Fact]
    public void Setting_the_mode_makes_the_account_its_own()
    {
        var copied = Configurations.Of() with { Origin = new StorageOrigin("copy", "prod") };

        var edit = ParameterRules.Put(ParameterCatalog.Find("mail.mode")!, "live", copied);

        Assert.Equal([new ConfigurationChange(ConfigurationKinds.Origin, StorageOrigin.Row, "copy")], edit.Also);
    }
}
