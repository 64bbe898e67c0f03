using Postern.Core.Configuration;

namespace Postern.Tests.Configuration;

public sealed class PublicUrlTests
{
    [Theory]
    [InlineData("https://mail.example.com", "https://mail.example.com/api/unsubscribe/abc")]
    [InlineData("https://example.com/mail/", "https://example.com/mail/api/unsubscribe/abc")]
    public void A_token_s_page_lies_below_it(string url, string page) =>
        Assert.Equal(page, Read(url).Unsubscribe("abc"));

    [Theory]
    [InlineData("https://MAIL.example.com", "https://mail.example.com")]
    [InlineData("https://mail.example.com:8443/", "https://mail.example.com:8443")]
    [InlineData("https://example.com/mail//", "https://example.com/mail")]
    public void Its_root_has_no_slash_at_the_end(string url, string root)
    {
        Assert.Equal(root, Read(url).Root);
        Assert.Equal($"{root}/api/follow/abc", Read(url).Follow("abc"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_it_there_is_no_page(string? url)
    {
        Assert.False(Read(url).IsSet);
        Assert.Null(Read(url).Unsubscribe("abc"));
        Assert.Null(Read(url).Follow("abc"));
    }

    [Theory]
    [InlineData("mail.example.com")]
    [InlineData("http://mail.example.com")]
    [InlineData("ftp://mail.example.com")]
    [InlineData("https://mail.example.com/?a=b")]
    [InlineData("https://mail.example.com/#top")]
    [InlineData("https://me@mail.example.com")]
    public void What_no_link_can_begin_with_is_an_error_that_names_the_setting(string url) =>
        Assert.Contains(
            "PublicUrl",
            Assert.Throws<InvalidOperationException>(() => Read(url)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Development_takes_http() =>
        Assert.Equal(
            "http://127.0.0.1:7071/api/unsubscribe/abc",
            Read("http://127.0.0.1:7071", development: true).Unsubscribe("abc")
        );

    private static PublicUrl Read(string? url, bool development = false) =>
        PublicUrl.Parse(url, allowHttp: development);
}
