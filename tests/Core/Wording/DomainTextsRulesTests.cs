using Postern.Contracts.Http;
using Postern.Core.Wording;

namespace Postern.Tests.Wording;

/// <summary>The texts that an alias domain words itself are checked before they are stored.</summary>
public sealed class DomainTextsRulesTests
{
    [Theory]
    [InlineData("xx", "catchall", "To {address}.", "own.xx", "ro")]
    [InlineData("de-AT", "catchall", "An {address}.", "own.de-AT", "de")]
    [InlineData("de", "catchal", "An {address}.", "own.de.catchal", "catchall")]
    [InlineData("de", "catchall", "An Sie.", "own.de.catchall", "{address}")]
    [InlineData("de", "catchall", "An {address} von {sender}.", "own.de.catchall", "{sender}")]
    [InlineData("de", "catchall", "An {address} {?stop}x{/stop}", "own.de.catchall", "{?stop}")]
    [InlineData("de", "catchall", "An {address} {", "own.de.catchall", "{")]
    [InlineData("de", "catchall", "An {address} }", "own.de.catchall", "}")]
    [InlineData("de", "catchall", "An {Address}.", "own.de.catchall", "{Address}")]
    [InlineData("de", "catchall", "An {address}\u0007.", "own.de.catchall", "control")]
    [InlineData("de", "catchall", "An {address}\u202Etxt.", "own.de.catchall", "control")]
    [InlineData("de", "catchall", " \r\n ", "own.de.catchall", "empty")]
    [InlineData("de", "stop", "Nicht\nmehr", "own.de.stop", "line")]
    [InlineData("de", "stop", "Ende {address}", "own.de.stop", "no field")]
    [InlineData("de", "quoteOf", "Betreff {subject}\r\nBcc: all@customer.example", "own.de.quoteOf", "line")]
    public void What_is_wrong_is_named_by_language_text_and_field(
        string language,
        string name,
        string text,
        string field,
        string told
    )
    {
        var error = Assert.Single(DomainTextsRules.Put(Texts(language, name, text)).Findings.Errors);

        Assert.Equal(field, error.Field);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("catchall", 4000, true)]
    [InlineData("catchall", 4001, false)]
    [InlineData("stop", 300, true)]
    [InlineData("stop", 301, false)]
    public void A_text_has_a_length(string name, int length, bool allowed)
    {
        var start = name == "stop" ? "" : "{address}";
        var text = start + new string('a', length - start.Length);

        Assert.Equal(allowed, DomainTextsRules.Put(Texts("fr", name, text)).Findings.Allow);
    }

    [Fact]
    public void Line_ends_and_the_space_around_are_put_in_order() =>
        Assert.Equal(
            "Bonjour,\n\n{address}",
            DomainTextsRules.Put(Texts("fr", "loop", " Bonjour,\r\n\r\n{address}\r\n")).Value.Own["fr"]["loop"]
        );

    [Fact]
    public void Null_is_no_text()
    {
        Assert.Equal(
            "own.fr.loop",
            Assert.Single(DomainTextsRules.Put(Texts("fr", "loop", null!)).Findings.Errors).Field
        );
        var none = new DomainTexts
        {
            Own = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["fr"] = null! },
        };
        Assert.Equal("own.fr", Assert.Single(DomainTextsRules.Put(none).Findings.Errors).Field);
    }

    private static DomainTexts Texts(string language, string name, string text) =>
        new()
        {
            Own = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                [language] = new Dictionary<string, string> { [name] = text },
            },
        };
}
