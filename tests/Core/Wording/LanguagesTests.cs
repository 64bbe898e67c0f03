using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Wording;
using Postern.Tests.Support;

namespace Postern.Tests.Wording;

/// <summary>Which language a reader gets.</summary>
public sealed class LanguagesTests
{
    private static readonly AliasDomain Domain = new()
    {
        Id = "main",
        Name = "mycompany.example",
        Language = "de-AT",
    };

    [Theory]
    [InlineData("ro", "ro")]
    [InlineData("pt-BR", "pt")]
    [InlineData("EN-us", "en")]
    [InlineData("zh-Hant-TW", null)]
    [InlineData("de_AT", null)]
    [InlineData("german", null)]
    [InlineData("d", null)]
    [InlineData("de-", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_tag_names_the_language_of_its_first_part(string? tag, string? language) =>
        Assert.Equal(language, Languages.Of(tag));

    [Theory]
    [InlineData("fr", "hu", "fr")]
    [InlineData("sv, it-CH", "hu", "it")]
    [InlineData("sv", "hu", "hu")]
    [InlineData("\"; x", null, "de")]
    [InlineData(null, null, "de")]
    public void The_mail_comes_before_the_alias_and_the_alias_before_the_domain(
        string? mail,
        string? alias,
        string language
    ) => Assert.Equal(language, Configurations.Of().WordsOf(Domain, mail, alias).Language);

    [Fact]
    public void English_is_what_remains() =>
        Assert.Equal("en", Configurations.Of().WordsOf(Domain with { Language = null }, null, null).Language);

    [Fact]
    public void A_notification_has_the_language_of_the_alias_that_made_its_record()
    {
        var alias = new MailAlias
        {
            Domain = "main",
            LocalPart = "help",
            Model = "helpdesk.ticket",
            Language = "cs",
        };
        var configuration = Configurations.Of(domains: [Domain], aliases: [alias, alias with { Domain = "other" }]);

        Assert.Equal("cs", configuration.WordsOf("main", "help").Language);
        Assert.Equal("de", configuration.WordsOf("main", null).Language);
        Assert.Equal("de", configuration.WordsOf("main", "gone").Language);
    }
}
