using FsCheck.Xunit;
using Postern.Contracts;

namespace Postern.Tests.Contracts;

public sealed class TableKeysTests
{
    [Property]
    public bool Every_text_comes_back_from_its_key(string text) =>
        TableKeys.Unescape(TableKeys.Escape(text ?? "")) == (text ?? "");

    [Property]
    public bool A_key_holds_nothing_that_table_storage_refuses(string text) =>
        !TableKeys.Escape(text ?? "").Any(c => char.IsControl(c) || "/\\#?".Contains(c, StringComparison.Ordinal));

    [Theory]
    [InlineData("~zzzz")]
    [InlineData("a~-001")]
    [InlineData("~+0041")]
    [InlineData("~ 041")]
    [InlineData("~004")]
    [InlineData("~")]
    public void What_is_no_escape_stays_as_it_is(string key) => Assert.Equal(key, TableKeys.Unescape(key));
}
