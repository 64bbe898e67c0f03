using Postern.Core.Html;

namespace Postern.Tests.Html;

public sealed class HtmlCleanerTests
{
    private const string Tag = "0123456789abcdefghij0123456789abcdefghij";
    private const string SafeLink = "https://eur04.safelinks.example/?url=https%3A%2F%2Fmail.mycompany.example";
    private const string RemoteImage = "<img src=\"https://evil.example/o.gif\" width=90 height=90>";

    [Theory]
    [InlineData("<p>Hi</p><script>alert(1)</script>", "alert")]
    [InlineData("<p onclick=\"alert(1)\">Hi</p>", "onclick")]
    [InlineData("<a href=\"javascript:alert(1)\">Hi</a>", "javascript")]
    [InlineData("<a href=\"&#106;avascript:alert(1)\">Hi</a>", "alert")]
    [InlineData("<form action=\"https://evil.example\"><input name=p>Hi<button>Go</button></form>", "evil")]
    [InlineData("<iframe src=\"https://evil.example\"></iframe>Hi", "iframe")]
    [InlineData("<svg><a xlink:href=\"javascript:alert(1)\"><text>Hi</text></a></svg>", "javascript")]
    [InlineData("<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></style>Hi", "<img")]
    [InlineData("<div style=\"position:fixed;top:0\">Hi</div>", "position")]
    [InlineData("<div style=\"background:url(https://evil.example/1)\">Hi</div>", "evil")]
    [InlineData("<div style=\"background-image:u\\72l(https://evil.example/1)\">Hi</div>", "evil")]
    [InlineData("<div style=\"list-style:url(//evil.example/1)\">Hi</div>", "evil")]
    [InlineData("<style>@import url(https://evil.example);p{color:red}</style><p>Hi</p>", "evil")]
    [InlineData("<link rel=stylesheet href=https://evil.example><p>Hi</p>", "evil")]
    [InlineData("<meta http-equiv=refresh content=\"0;url=https://evil.example\">Hi", "evil")]
    [InlineData("<base href=\"https://evil.example\">Hi", "evil")]
    [InlineData("<img src=\"https://evil.example/o.gif\" width=1 height=1>Hi", "evil")]
    [InlineData("<img src=\"https://evil.example/o.gif\" width=4 height=4>Hi", "evil")]
    [InlineData("<img src=\"https://evil.example/o.gif\">Hi", "evil")]
    [InlineData("<img src=\"//evil.example/o.gif\" style=\"display:none;width:90px\">Hi", "evil")]
    [InlineData("<img srcset=\"https://evil.example/o.gif 2x\" width=90>Hi", "evil")]
    [InlineData("<table background=\"https://evil.example/1\"><tr><td>Hi</td></tr></table>", "evil")]
    [InlineData("<video poster=\"https://evil.example/1\" src=\"https://evil.example/2\">Hi</video>", "evil")]
    [InlineData($"<a href=\"https://mail.mycompany.example/api/follow/{Tag}\">Stop following</a>Hi", "follow")]
    [InlineData($"<a href=\"{SafeLink}%2Fapi%2Ffollow%2F{Tag}&amp;data=1\">Stop following</a>Hi", "follow")]
    [InlineData("<div style=\"display:none\">postern-ref-0123456789abcdef</div>Hi", "postern")]
    [InlineData($"<div style=\"display:none\"><p>{RemoteImage}</p></div>Hi", "evil")]
    [InlineData($"<div style=\"max-height:0;overflow:hidden\">{RemoteImage}</div>Hi", "evil")]
    [InlineData("<div style=\"margin-top:-900px\">Hi</div>", "-900")]
    [InlineData("<div style=\"margin:0 0 -90em 0\">Hi</div>", "-90")]
    [InlineData("<div class=\"po-button\" id=\"po-page\">Hi</div>", "po-")]
    [InlineData("<div style=\"background:image-set('https://evil.example/1' 1x)\">Hi</div>", "evil")]
    [InlineData("<div style=\"--x:url(https://evil.example/1);background:var(--x)\">Hi</div>", "evil")]
    [InlineData("<object data=\"https://evil.example\"><embed src=\"https://evil.example\">Hi</object>", "evil")]
    [InlineData("<a href=\"data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;\">Hi</a>", "alert")]
    [InlineData("<a href=\"vbscript:alert(1)\">Hi</a>", "alert")]
    public void What_acts_reaches_out_or_tells_is_gone_and_the_text_stays(string html, string gone)
    {
        var clean = HtmlCleaner.Clean(html);
        Assert.NotNull(clean);
        Assert.DoesNotContain(gone, clean, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Hi", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<img src=\"cid:logo@client.example\">")]
    [InlineData("<img src=\"https://a.example/photo.jpg\" width=\"320\" height=\"200\">")]
    [InlineData("<img src=\"https://a.example/photo.jpg\" width=\"320\" style=\"border: none; height: auto\">")]
    [InlineData("<a href=\"mailto:ann@a.example\">Ann</a>")]
    [InlineData("<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"Chart\">")]
    [InlineData("<p style=\"margin-left: 36pt; text-indent: -18pt\">1. Hi</p>")]
    [InlineData("<table><tbody><tr><td style=\"padding: 4px\">Hi</td></tr></tbody></table>")]
    public void What_a_person_wrote_stays(string html) => Assert.Equal(html, HtmlCleaner.Clean(html));

    [Fact]
    public void A_dropped_image_leaves_its_words() =>
        Assert.Equal(
            "<p>Best, Our logo</p>",
            HtmlCleaner.Clean("<p>Best, <img src=\"https://a.example/logo.png\" alt=\"Our logo\"></p>")
        );

    [Fact]
    public void A_program_s_own_mail_keeps_its_images() =>
        Assert.Contains(
            "https://a.example/head.png",
            HtmlCleaner.CleanOwn("<img src=\"https://a.example/head.png\">"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("<div>", 513)]
    [InlineData("<br>", 50_001)]
    [InlineData("<!---->", 100_001)]
    public void What_is_too_large_or_too_deep_is_not_cleaned(string repeated, int count) =>
        Assert.Null(HtmlCleaner.Clean(string.Concat(Enumerable.Repeat(repeated, count))));

    [Fact]
    public void Fonts_that_every_paragraph_opens_again_are_not_cleaned()
    {
        var fonts = string.Concat(Enumerable.Range(0, 200).Select(i => $"<font size={i}>"));
        Assert.Null(HtmlCleaner.Clean($"<p>{fonts}</p>" + string.Concat(Enumerable.Repeat("<p>Hi</p>", 300))));
    }

    [Fact]
    public void An_element_with_too_many_attributes_is_not_cleaned() =>
        Assert.Null(HtmlCleaner.Clean($"<p {string.Concat(Enumerable.Range(0, 101).Select(i => $"a{i} "))}>Hi"));

    [Fact]
    public void A_large_mail_of_a_person_is_cleaned()
    {
        var row = "<tr><td style=\"padding: 4px\"><b>Hi</b></td></tr>";
        var html = $"<table><tbody>{string.Concat(Enumerable.Repeat(row, 10_000))}</tbody></table>";
        Assert.Equal(html, HtmlCleaner.Clean(html));
    }

    // Some 3,700 pairs made 50,000 elements, in 87 MB.
    [Fact]
    public void A_short_text_makes_no_large_tree()
    {
        var html = string.Concat(Enumerable.Repeat("<b><p>", 3_700));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(HtmlCleaner.Clean(html));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64_000_000);
    }

    [Fact]
    public void A_style_that_is_too_long_is_left_out() =>
        Assert.Equal("<p>Hi</p>", HtmlCleaner.Clean($"<p style=\"{new string(' ', 4096)}color: red\">Hi</p>"));

    [Theory]
    [InlineData("<pre>\n\n a</pre>", "<pre>\n\n a</pre>")]
    [InlineData("<o:p>a<b>c</o:p></b>", "a<b>c</b>")]
    [InlineData("a<xml><p>b</p></xml>c<!-- d -->e", "ace")]
    [InlineData("<p>a<p>b<table>c<tr><td>d", "<p>a</p><p>b</p>c<table><tbody><tr><td>d</td></tr></tbody></table>")]
    public void Broken_HTML_is_repaired_as_browsers_do(string html, string expected) =>
        Assert.Equal(expected, HtmlCleaner.Clean(html));
}
