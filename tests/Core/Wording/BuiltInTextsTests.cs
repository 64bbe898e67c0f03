using System.Text.RegularExpressions;
using Postern.Core.Notices;
using Postern.Core.Wording;

namespace Postern.Tests.Wording;

/// <summary>Every language has every text, with exactly its fields.</summary>
public sealed partial class BuiltInTextsTests
{
    public static TheoryData<string> Languages => [.. Core.Wording.Languages.All];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_has_every_text_and_no_other(string language)
    {
        var kinds = TextCatalog.Mails.Concat(TextCatalog.Pages).Select(kind => kind.Name);
        Assert.Equal(kinds.Order(), BuiltInTexts.Of(language).Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_text_has_exactly_its_fields(string language)
    {
        foreach (var kind in TextCatalog.Mails.Concat(TextCatalog.Pages))
        {
            var text = BuiltInTexts.Of(language)[kind.Name];
            var fields = Field().Matches(text).Select(match => match.Groups[1].Value).Distinct();
            Assert.True(kind.Fields.Order().SequenceEqual(fields.Order()), $"{language} {kind.Name}: {text}");
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_text_of_a_mail_keeps_the_rules_for_own_texts(string language)
    {
        var texts = TextCatalog.Mails.ToDictionary(kind => kind.Name, kind => BuiltInTexts.Of(language)[kind.Name]);
        var own = new Dictionary<string, IReadOnlyDictionary<string, string>> { [language] = texts };

        var edit = DomainTextsRules.Put(new() { Own = own });

        Assert.Empty(edit.Findings.Errors);
        Assert.Equal(texts, edit.Value.Own[language]);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_of_a_page_holds_what_HTML_would_read(string language) =>
        Assert.All(TextCatalog.Pages, kind => Assert.DoesNotMatch("[<>&\"]", BuiltInTexts.Of(language)[kind.Name]));

    [Fact]
    public void The_languages_differ_in_every_text()
    {
        foreach (var kind in TextCatalog.Mails.Concat(TextCatalog.Pages).Where(kind => kind.Name != TextNames.Open))
        {
            var texts = Core.Wording.Languages.All.Select(language => BuiltInTexts.Of(language)[kind.Name]).ToList();
            Assert.Equal(texts.Count, texts.Distinct().Count());
        }
    }

    [Fact]
    public void Each_kind_of_notice_has_a_text() =>
        Assert.All(
            Enum.GetValues<NoticeKind>(),
            kind => Assert.Contains(NoticeTexts.NameOf(kind), BuiltInTexts.Of(Core.Wording.Languages.Default).Keys)
        );

    [GeneratedRegex(@"\{[?/]?([a-z]+)\}")]
    private static partial Regex Field();
}
