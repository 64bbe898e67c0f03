using Postern.Contracts.Http;
using Postern.Core.Notices;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Notices are in the language of the mail that they answer, else of its alias, else of its alias domain.</summary>
public sealed class RouterLanguageTests
{
    [Theory]
    [InlineData("Content-Language: ro-RO", "ro", "Bună ziua,")]
    [InlineData("Content-Language: hu, en", "hu", "Tisztelt Feladó!")]
    [InlineData("Content-Language: sv", "fr", "Bonjour,")]
    [InlineData("X-Language: ro", "fr", "Bonjour,")]
    public void The_mail_says_it_before_the_alias(string field, string language, string greeting)
    {
        var desk = Desk();
        desk.Domains[0] = desk.Domains[0] with { Language = "it" };
        desk.Aliases[3] = desk.Aliases[3] with { Language = "fr-CA" };

        var notice = Assert.Single(desk.Receive(Eml(Nora, $"To: partners@mycompany.example\n{field}")).Told);

        Assert.Equal(language, notice.Language);
        Assert.StartsWith(greeting, notice.Text, StringComparison.Ordinal);
        Assert.Contains("partners@mycompany.example", notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it", "Buongiorno,")]
    [InlineData(null, "Hello,")]
    public void The_alias_domain_says_it_before_English(string? language, string greeting)
    {
        var desk = Desk();
        desk.Domains[0] = desk.Domains[0] with { Language = language };

        var toCatchall = Assert.Single(desk.Receive(Eml(Nora, ToCatchall)).Told);
        var toPartners = desk.Receive(Eml(Nora, "To: partners@mycompany.example\nMessage-Id: <2@new.example>"));

        Assert.StartsWith(greeting, toCatchall.Text, StringComparison.Ordinal);
        Assert.StartsWith(greeting, Assert.Single(toPartners.Told).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mail_of_a_notice_is_in_its_language_throughout_and_says_that_it_is_automatic()
    {
        var content = ContentOf(Desk(), "Content-Language: de");

        Assert.Equal("Re: Hi", content.Subject);
        Assert.Contains("Sie schrieben unter dem Betreff „Hi“:\n> Hello.", content.Text, StringComparison.Ordinal);
        Assert.Equal("auto-replied", content.Outgoing!.Headers!["Auto-Submitted"]);
    }

    [Fact]
    public void A_text_of_the_alias_domain_is_plain_text_and_replaces_the_built_in_one_of_its_language_alone()
    {
        var desk = Desk();
        desk.Texts["main"] = new DomainTexts
        {
            Own = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["de"] = new Dictionary<string, string>
                {
                    ["catchall"] = "<b>Nein</b> & {address}\nZeile\n\nAbsatz",
                    ["quoteOf"] = "Zu {subject}:",
                },
            },
        };

        var own = ContentOf(desk, "Content-Language: de");
        var builtIn = ContentOf(desk, "Content-Language: en\nMessage-Id: <2@new.example>", "Otto <otto@new.example>");

        Assert.StartsWith(
            "<b>Nein</b> & catchall@mycompany.example\nZeile\n\nAbsatz\n\nZu Hi:\n",
            own.Text,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "<div><p>&lt;b&gt;Nein&lt;/b&gt; &amp; catchall@mycompany.example<br>Zeile</p><p>Absatz</p></div>",
            own.Html,
            StringComparison.Ordinal
        );
        Assert.StartsWith("Hello,", builtIn.Text, StringComparison.Ordinal);
    }

    private static MessageContent ContentOf(RoutingWorld desk, string fields, string from = Nora)
    {
        var handled = desk.Receive(Eml(from, $"{ToCatchall}\n{fields}"));
        return NoticeContent.Of(Assert.Single(handled.Told), handled.Mail, desk.Configuration);
    }
}
