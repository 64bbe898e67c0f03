using Postern.Contracts.Http;
using Postern.Core.Pages;
using Postern.Core.Wording;

namespace Postern.Tests.Pages;

public sealed class UnsubscribePageTests
{
    private static readonly BlacklistEntry Entry = new() { Reason = BlacklistReason.Unsubscribed };

    [Fact]
    public void A_subscriber_finds_a_button_to_unsubscribe()
    {
        var page = UnsubscribePage.For("ann@a.example", "mycompany.example", null, Words.English);
        Assert.Contains("""<button name="List-Unsubscribe" value="One-Click" """, page, StringComparison.Ordinal);
        Assert.Contains("mailings from mycompany.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_unsubscribed_finds_an_undo_and_no_other_button()
    {
        var page = UnsubscribePage.For("ann@a.example", null, Entry, Words.English);
        Assert.Contains("""value="Undo" """, page, StringComparison.Ordinal);
        Assert.DoesNotContain("One-Click", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_blacklisted_can_make_it_lasting() =>
        Assert.Contains(
            "One-Click",
            UnsubscribePage.For("ann@a.example", null, Entry with { Reason = BlacklistReason.Bounces }, Words.English),
            StringComparison.Ordinal
        );

    [Fact]
    public void Values_are_escaped()
    {
        var page = UnsubscribePage.For("\"<script>alert(1)</script>\"@a.example", "<b>", null, Words.English);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_fetches_nothing_from_elsewhere_and_follows_the_reader_s_colours()
    {
        var page =
            UnsubscribePage.For("ann@a.example", null, null, Words.English) + UnsubscribePage.ForBadLink(Words.English);
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.Contains("color-scheme:light dark", page, StringComparison.Ordinal);
        Assert.Contains("width=device-width", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pl", "Zrezygnować z mailingów?")]
    [InlineData("cs", "Odhlásit se z hromadných zpráv?")]
    public void It_is_in_the_reader_s_language_with_or_without_a_sender(string language, string title)
    {
        var words = new Words(language);
        var named = UnsubscribePage.For("ann@a.example", "mycompany.example", null, words);
        var nameless = UnsubscribePage.For("ann@a.example", null, null, words);

        Assert.All([named, nameless], page => Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal));
        Assert.Contains($"<html lang=\"{language}\">", named, StringComparison.Ordinal);
        Assert.Contains(" od mycompany.example.", named, StringComparison.Ordinal);
        Assert.DoesNotContain(" od ", nameless, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "{",
            named[named.IndexOf("<body>", StringComparison.Ordinal)..],
            StringComparison.Ordinal
        );
    }
}
