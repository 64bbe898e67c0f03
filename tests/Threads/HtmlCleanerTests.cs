using FsCheck;
using FsCheck.Xunit;
using Postern.Threads;

namespace Postern.Tests.Threads;

public sealed class HtmlCleanerTests
{
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
    [InlineData("<a href=\"https://mail.mycompany.example/api/follow/0123456789abcdefghij0123456789abcdefghij\">Stop following</a>Hi", "follow")]
    [InlineData("<a href=\"https://eur04.safelinks.example/?url=https%3A%2F%2Fmail.mycompany.example%2Fapi%2Ffollow%2F0123456789abcdefghij0123456789abcdefghij&amp;data=1\">Stop following</a>Hi", "follow")]
    [InlineData("<div style=\"display:none\">postern-ref-0123456789abcdef</div>Hi", "postern")]
    public void What_acts_reaches_out_or_tells_is_gone_and_the_text_stays(string html, string gone)
    {
        var clean = HtmlCleaner.Clean(html);
        Assert.DoesNotContain(gone, clean, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Hi", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<img src=\"cid:logo@client.example\">")]
    [InlineData("<img src=\"https://a.example/photo.jpg\" width=\"320\" height=\"200\">")]
    [InlineData("<a href=\"mailto:ann@a.example\">Ann</a>")]
    [InlineData("<table><tbody><tr><td style=\"padding: 4px\">Hi</td></tr></tbody></table>")]
    public void What_a_person_wrote_stays(string html) => Assert.Equal(html, HtmlCleaner.Clean(html));

    [Fact]
    public void A_dropped_image_leaves_its_words() =>
        Assert.Equal("<p>Best, Our logo</p>", HtmlCleaner.Clean("<p>Best, <img src=\"https://a.example/logo.png\" alt=\"Our logo\"></p>"));

    [Fact]
    public void A_program_s_own_mail_keeps_its_images() =>
        Assert.Contains("https://a.example/head.png", HtmlCleaner.CleanOwn("<img src=\"https://a.example/head.png\">"), StringComparison.Ordinal);

    [Property(MaxTest = 200)]
    public bool Cleaning_what_is_clean_changes_nothing(NonNull<string> text)
    {
        var clean = HtmlCleaner.Clean($"<p>{text.Get}</p>");
        return HtmlCleaner.Clean(clean) == clean && !clean.Contains("<script", StringComparison.OrdinalIgnoreCase);
    }
}
