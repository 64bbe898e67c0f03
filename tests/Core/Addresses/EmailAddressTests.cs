using Postern.Core.Addresses;

namespace Postern.Tests.Addresses;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("anna@mycompany.example")]
    [InlineData("anna@mycompany.example.")]
    [InlineData("anna@mycompany\u3002example\u3002")]
    [InlineData("anna@mycompany\uFF0Eexample\uFF61")]
    public void An_address_has_one_form_whatever_full_stops_it_is_written_with(string text)
    {
        Assert.Equal("anna@mycompany.example", EmailAddress.Canonical(text));
        Assert.Equal("mycompany.example", EmailAddress.CanonicalDomain(text[5..]));
    }

    [Theory]
    [InlineData("mycompany\u203E.example")]
    [InlineData("a\uFF20mycompany.example")]
    [InlineData("a\uFF0Cmycompany.example")]
    public void Characters_that_stand_for_others_make_no_other_domain(string domain) =>
        Assert.Null(EmailAddress.CanonicalDomain(domain));
}
