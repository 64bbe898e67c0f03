using Postern.Core.Keys;

namespace Postern.Tests.Keys;

public sealed class BlobNameTests
{
    [Theory]
    [InlineData("a.eml")]
    [InlineData("scans/0001.eml")]
    [InlineData("invoices/2026-0042 (1).txt")]
    [InlineData("Rechnung ä?#&.pdf")]
    [InlineData("100 %.txt")]
    [InlineData("a..b/.hidden")]
    [InlineData("postern/sha256/0123")]
    [InlineData("sha256/0123")]
    public void A_name_is_one_path_written_in_one_way(string text)
    {
        Assert.True(BlobName.TryParse(text, out var name));
        Assert.Equal(text, name.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../mail-raw/a.eml")]
    [InlineData("a/../../mail-raw/a.eml")]
    [InlineData("a/./b")]
    [InlineData("a/..")]
    [InlineData("a/...")]
    [InlineData("a./b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("..\\mail-raw\\a.eml")]
    [InlineData("a\\b")]
    [InlineData("a\0b")]
    [InlineData("a\r\nb")]
    [InlineData("a\u0085b")]
    [InlineData("..%2Fmail-raw%2Fa.eml")]
    [InlineData("%2e%2e/mail-raw/a.eml")]
    [InlineData("..%5cmail-raw%5Ca.eml")]
    [InlineData("..%252Fmail-raw%252Fa.eml")]
    [InlineData("a%00b")]
    public void A_name_that_a_client_could_resolve_to_another_is_none(string text)
    {
        Assert.False(BlobName.TryParse(text, out _));
        Assert.NotNull(BlobName.FindProblem(text));
        Assert.NotNull(BlobName.FindProgramProblem(text));
    }

    [Fact]
    public void A_name_has_at_most_1024_characters()
    {
        Assert.True(BlobName.TryParse(new string('a', 1024), out _));
        Assert.False(BlobName.TryParse(new string('a', 1025), out _));
        Assert.False(BlobName.TryParse(null, out _));
    }

    [Theory]
    [InlineData("postern/sha256/0123", true)]
    [InlineData("postern/anything", true)]
    [InlineData("sha256/0123", true)]
    [InlineData("sha256", false)]
    [InlineData("posterns/a", false)]
    [InlineData("mine/postern/a", false)]
    [InlineData("ab01", false)]
    public void A_program_names_no_content_of_the_gateway_neither_of_today_nor_of_before(string text, bool refused) =>
        Assert.Equal(refused, BlobName.FindProgramProblem(text) is not null);

    [Fact]
    public void Content_is_stored_where_no_program_may_name_it()
    {
        var name = BlobName.OfContent("0123");
        Assert.True(name.IsOwn);
        Assert.True(BlobName.TryParse(name.Value, out _));
        Assert.Equal("postern/sha256/0123", name.ToString());
    }
}
