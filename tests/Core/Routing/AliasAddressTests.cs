using Postern.Core.Addresses;
using Postern.Core.Routing.Facts;

namespace Postern.Tests.Routing;

/// <summary>How reasons name recipients.</summary>
public sealed class AliasAddressTests
{
    [Theory]
    [InlineData(0, "nobody")]
    [InlineData(2, "a0@x.example, a1@x.example")]
    [InlineData(10, null)]
    [InlineData(11, " and 1 more")]
    [InlineData(25, " and 15 more")]
    public void A_reason_names_ten_recipients_and_how_many_more_there_are(int count, string? end)
    {
        var addresses = Enumerable.Range(0, count).Select(number => EmailAddress.Parse($"a{number}@x.example"));

        var names = AliasAddress.Names([.. addresses]);

        Assert.EndsWith(end ?? "a9@x.example", names, StringComparison.Ordinal);
        Assert.StartsWith(count == 0 ? "nobody" : "a0@x.example", names, StringComparison.Ordinal);
        Assert.Equal(Math.Min(count, 10), names.Count(letter => letter == '@'));
    }
}
