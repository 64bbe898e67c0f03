using Postern.Core.Html;
using Postern.Core.Mail;
using Postern.Core.Parsing;
using Postern.Core.Replies;
using Postern.Core.Text;

namespace Postern.Tests.Html;

public class HtmlTextTests
{
    [Theory]
    [InlineData(
        "<p>See <a href='https://shop.example/o?id=5&amp;x=1'>your order</a>.</p>",
        "See your order <https://shop.example/o?id=5&x=1>."
    )]
    [InlineData("<a href='https://shop.example/'>shop.example</a>", "shop.example")]
    [InlineData("<a href='HTTP://www.shop.example'>https://shop.example/</a>", "https://shop.example/")]
    [InlineData("<a href='mailto:ann@a.example?subject=x'>ann@a.example</a>", "ann@a.example")]
    [InlineData("<a href='mailto:ann@a.example'>Ann</a> wrote", "Ann <ann@a.example> wrote")]
    [InlineData("<a href='tel:+4930123'>Call</a>", "Call <tel:+4930123>")]
    [InlineData("<a href='#top'>Up</a> <a href='javascript:x()'>x</a> <a name=a>y</a>", "Up x y")]
    [InlineData("<a href='https://a.example/1'>one </a>two", "one <https://a.example/1> two")]
    [InlineData("<a href='https://a.example/1'>one</a>two", "one <https://a.example/1> two")]
    [InlineData("<a href='https://a.example/1'><div>one</div><div>two</div></a>", "one <https://a.example/1>\ntwo")]
    [InlineData("<a href='https://a.example/1'>one<p>two", "one <https://a.example/1>\n\ntwo")]
    [InlineData("<a href='https://a.example/1'></a>text", "text")]
    [InlineData("<a href='https://a.example/1'><img src=b.png alt='Pay now'></a>", "Pay now <https://a.example/1>")]
    [InlineData("<a href='https://a.example/ 1\n2'>x</a>", "x <https://a.example/12>")]
    [InlineData("<a href='https://a.example/<b>'>x</a>", "x <https://a.example/%3Cb%3E>")]
    public void A_link_keeps_its_address_once(string html, string text) => Assert.Equal(text, HtmlText.FromHtml(html));

    [Theory]
    [InlineData("<ul><li>one<li>two</ul>", "- one\n- two")]
    [InlineData("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two")]
    [InlineData("<ol start=3><li>three<li value=7>seven<li>eight</ol>", "3. three\n7. seven\n8. eight")]
    [InlineData("<ol><li>a<ul><li>b<li>c</ul><li>d</ol>", "1. a\n\n  - b\n  - c\n\n2. d")]
    [InlineData("<ul><li><p>one</p><p>more</p></li></ul>", "- one\n\nmore")]
    [InlineData("<li>alone", "- alone")]
    [InlineData("<ul><li></li><li>two</ul>", "- two")]
    [InlineData("<blockquote><ul><li>one</ul></blockquote>", "> - one\n>")]
    public void A_list_keeps_its_marks(string html, string text) => Assert.Equal(text, HtmlText.FromHtml(html));

    [Theory]
    [InlineData("Well <img src=x alt='&#128512;'> done", "Well \U0001F600 done")]
    [InlineData("<img src=x alt=''>a", "a")]
    [InlineData("<p>a</p><img src=x alt='Our\n logo'><p>b</p>", "a\n\nOur logo\nb")]
    public void An_image_is_shown_as_its_words(string html, string text) => Assert.Equal(text, HtmlText.FromHtml(html));

    [Fact]
    public void Preformatted_text_and_cells_stay_apart() =>
        Assert.Equal(
            "a  b\n c\n\n x  y",
            HtmlText.FromHtml("<pre>a  b\n c</pre><table><tr><td>x</td><td>y</td></tr></table>")
        );

    [Fact]
    public void A_signed_link_of_ours_is_not_shown_to_others()
    {
        var link = $"https://p.example/api/unsubscribe/{new string('a', 40)}";

        Assert.Equal("Unsubscribe", HtmlText.FromHtml($"<a href='{link}'>Unsubscribe</a>"));
    }

    [Theory]
    [InlineData("<p>See <a href='https://a.example/1'>this</a></p><ul><li>one<li>two</ul><img alt=logo src=x><p>end")]
    [InlineData("<p>See <a href='https://a.example/2'>this</a></p><ul><li>one<li>two</ul><p>end")]
    [InlineData("<p>See this</p><ul><li>one<li>two</ul><p>end")]
    public void Copies_are_told_by_the_words_alone(string html) =>
        Assert.Equal("See this\n\none\ntwo\n\nend", HtmlText.Read(html, ReadingBudget.Unlimited).Words);

    [Fact]
    public void A_mail_of_HTML_is_known_by_its_words_whatever_a_relay_makes_of_its_addresses()
    {
        var (one, other) = (Mail("https://a.example/1"), Mail("https://scan.example/?u=https%3A%2F%2Fa.example%2F1"));

        Assert.Equal("Click here <https://a.example/1>", one.Text);
        Assert.True(one.Written.IsSame(other.Written));
    }

    [Fact]
    public void The_new_text_of_a_reply_keeps_addresses_and_marks() =>
        Assert.Equal(
            "See this <https://a.example/1>\n\n- one\n- two",
            ReplyText
                .TextFromHtml(
                    "<p>See <a href='https://a.example/1'>this</a></p><ul><li>one<li>two</ul>"
                        + "<div class=gmail_quote>On Mon, Ann wrote:<blockquote>old</blockquote></div>"
                )
                .New
        );

    private static IncomingMail Mail(string address) =>
        MailParser.Parse(
            System.Text.Encoding.UTF8.GetBytes(
                $"From: ann@a.example\nDate: Sat, 28 Nov 2026 10:00:00 +0000\nContent-Type: text/html\n\n<p>Click <a href='{address}'>here</a></p>"
            )
        );
}
