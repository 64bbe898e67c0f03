using Postern.Contracts.Http;
using Postern.Core.Pages;

namespace Postern.Tests.Pages;

public sealed class UnsubscribePageTests
{
    private static readonly BlacklistEntry Entry = new() { Reason = BlacklistReason.Unsubscribed };

    [Fact]
    public void A_subscriber_finds_a_button_to_unsubscribe()
    {
        var page = UnsubscribePage.For("ann@a.example", "mycompany.example", null);
        Assert.Contains("""<button name="List-Unsubscribe" value="One-Click" """, page, StringComparison.Ordinal);
        Assert.Contains("mailings from mycompany.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_unsubscribed_finds_an_undo_and_no_other_button()
    {
        var page = UnsubscribePage.For("ann@a.example", null, Entry);
        Assert.Contains("""value="Undo" """, page, StringComparison.Ordinal);
        Assert.DoesNotContain("One-Click", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_blacklisted_can_make_it_lasting() =>
        Assert.Contains(
            "One-Click",
            UnsubscribePage.For("ann@a.example", null, Entry with { Reason = BlacklistReason.Bounces }),
            StringComparison.Ordinal
        );

    [Fact]
    public void Values_are_escaped()
    {
        var page = UnsubscribePage.For("\"<script>alert(1)</script>\"@a.example", "<b>", null);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_fetches_nothing_from_elsewhere_and_follows_the_reader_s_colours()
    {
        var page = UnsubscribePage.For("ann@a.example", null, null) + UnsubscribePage.ForBadLink();
        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.Contains("color-scheme:light dark", page, StringComparison.Ordinal);
        Assert.Contains("width=device-width", page, StringComparison.Ordinal);
    }
}
