using FsCheck.Xunit;
using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Tests.Servers;

public sealed class FromFilterTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_text_is_no_filter(string? text)
    {
        var filter = FromFilter.Parse(text);

        Assert.True(filter.IsOpen);
        Assert.Equal(FilterMatch.Open, filter.Match(EmailAddress.Parse("ann@mycompany.com")));
    }

    [Theory]
    [InlineData("ann@mycompany.com", FilterMatch.Address)]
    [InlineData("ANN@MyCompany.Com", FilterMatch.Address)]
    [InlineData("\"Ann\" <ann@mycompany.com>", FilterMatch.Address)]
    [InlineData("mycompany.com", FilterMatch.Domain)]
    [InlineData(" , MYCOMPANY.com ,,", FilterMatch.Domain)]
    [InlineData("mycompany.com.", FilterMatch.Domain)]
    [InlineData("mycompany.com, ann@mycompany.com", FilterMatch.Address)]
    [InlineData("bob@mycompany.com", FilterMatch.Excluded)]
    [InlineData("com", FilterMatch.Excluded)]
    [InlineData("mail.mycompany.com", FilterMatch.Excluded)]
    [InlineData("notmycompany.com", FilterMatch.Excluded)]
    [InlineData("*", FilterMatch.Excluded)]
    [InlineData("*.com", FilterMatch.Excluded)]
    [InlineData("@mycompany.com", FilterMatch.Excluded)]
    [InlineData("other.example;mycompany.com", FilterMatch.Excluded)]
    [InlineData(" ", FilterMatch.Excluded)]
    [InlineData(" , ,", FilterMatch.Excluded)]
    internal void It_names_an_address_or_a_domain_or_neither(string text, FilterMatch expected) =>
        Assert.Equal(expected, FromFilter.Parse(text).Match(EmailAddress.Parse("ann@mycompany.com")));

    [Theory]
    [InlineData("bücher.example", "info@xn--bcher-kva.example", FilterMatch.Domain)]
    [InlineData("xn--bcher-kva.example", "info@BÜCHER.example", FilterMatch.Domain)]
    [InlineData("info@bücher.example", "info@xn--bcher-kva.example", FilterMatch.Address)]
    internal void Both_forms_of_an_international_domain_are_one(string text, string address, FilterMatch expected) =>
        Assert.Equal(expected, FromFilter.Parse(text).Match(EmailAddress.Parse(address)));

    [Theory]
    [InlineData("*.mycompany.com", "wildcards")]
    [InlineData("a.example;b.example", "commas")]
    [InlineData("@mycompany.com", "without '@'")]
    [InlineData("my company.com", "'my company.com' is neither")]
    [InlineData("ann@", "'ann@' is neither")]
    [InlineData(" , ", "leave it empty")]
    public void What_cannot_be_read_is_named(string text, string expected) =>
        Assert.Contains(expected, Assert.Single(FromFilter.Parse(text).Errors), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://mycompany.com", "mycompany.com")]
    [InlineData("HTTP://MyCompany.com/", "mycompany.com")]
    [InlineData("https://www.mycompany.com/contact?x=1#top", "www.mycompany.com")]
    [InlineData("https://ann@mycompany.com:8443/a@b", "mycompany.com")]
    [InlineData("smtp://mycompany.com:587", "mycompany.com")]
    [InlineData("//mycompany.com", "mycompany.com")]
    [InlineData("mycompany.com/", "mycompany.com")]
    [InlineData("mycompany.com/mail", "mycompany.com")]
    [InlineData("mycompany.com\\mail", "mycompany.com")]
    [InlineData("mycompany.com:25", "mycompany.com")]
    [InlineData("mycompany.com:", "mycompany.com")]
    [InlineData("mycompany.com?x", "mycompany.com")]
    [InlineData("https://bücher.example", "xn--bcher-kva.example")]
    [InlineData("mailto:ann@mycompany.com", "ann@mycompany.com")]
    [InlineData("MAILTO:ann@mycompany.com?subject=a@b", "ann@mycompany.com")]
    [InlineData("ann@mycompany.com/", "ann@mycompany.com")]
    [InlineData("ann@mycompany.com:25", "ann@mycompany.com")]
    public void For_a_URL_it_is_said_what_to_write(string text, string meant)
    {
        var filter = FromFilter.Parse(text);

        Assert.Equal($"'{text}' is a URL: write '{meant}'.", Assert.Single(filter.Errors));
        Assert.False(filter.Allows(EmailAddress.Parse("ann@mycompany.com")));
    }

    [Theory]
    [InlineData("https://")]
    [InlineData("mailto:")]
    [InlineData("http:mycompany.com")]
    [InlineData("mycompany..com")]
    [InlineData("(mycompany.com)")]
    [InlineData("mycompany.com\"")]
    public void What_no_domain_can_be_is_refused(string text) => Assert.Single(FromFilter.Parse(text).Errors);

    [Theory]
    [InlineData("sales/north@mycompany.com")]
    [InlineData("[192.0.2.1]")]
    [InlineData("relay_1.mycompany.com")]
    [InlineData("localhost")]
    public void What_only_looks_like_a_URL_is_taken(string text) => Assert.Empty(FromFilter.Parse(text).Errors);

    [Fact]
    public void A_bad_part_leaves_the_good_ones_in_force()
    {
        var filter = FromFilter.Parse("*.mycompany.com, mycompany.com");

        Assert.Single(filter.Errors);
        Assert.True(filter.Allows(EmailAddress.Parse("ann@mycompany.com")));
    }

    [Property]
    public bool Any_text_can_be_read(string? text) => FromFilter.Parse(text).IsOpen == string.IsNullOrEmpty(text);
}
