using FsCheck.Xunit;
using Postern.Core.Requests;

namespace Postern.Tests.Requests;

public sealed class PageCursorTests
{
    private const string List = "/api/contacts";

    [Property]
    public bool A_place_is_found_again_and_in_no_other_list(string? text)
    {
        var position = new string([.. (text ?? "").Where(c => !char.IsSurrogate(c))]);
        var cursor = PageCursor.Write(List, position);
        return PageCursor.Read(List, cursor) == position
            && PageCursor.Read(List + "\nstate=sent", cursor) is null
            && PageCursor.Read("", cursor) is null;
    }

    [Fact]
    public void A_cursor_needs_no_escaping_in_a_query() =>
        Assert.Matches("^[A-Za-z0-9_-]+$", PageCursor.Write(List, "1!8!YS5iQGM 1!4!Yw-- ÿ?&="));

    [Fact]
    public void A_damaged_cursor_is_none()
    {
        var cursor = PageCursor.Write(List, "some place");
        Assert.All(
            Enumerable.Range(0, cursor.Length),
            at =>
            {
                var other = cursor[at] == 'a' ? 'b' : 'a';
                Assert.Null(PageCursor.Read(List, $"{cursor[..at]}{other}{cursor[(at + 1)..]}"));
                Assert.Null(PageCursor.Read(List, cursor[..at]));
                Assert.Null(PageCursor.Read(List, cursor[at..] + cursor[..at] + "a"));
            }
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("aaaaaaaaaaaaaaaa====")]
    [InlineData("aaaaaaaaaaaaaaaa\u00e9\u0000/%")]
    public void What_was_invented_is_none(string cursor) => Assert.Null(PageCursor.Read(List, cursor));

    [Fact]
    public void A_very_long_cursor_is_not_even_decoded() =>
        Assert.Null(PageCursor.Read(List, PageCursor.Write(List, new string('x', 1 << 20))));
}
