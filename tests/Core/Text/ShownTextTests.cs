using FsCheck;
using FsCheck.Xunit;
using Postern.Core.Text;

namespace Postern.Tests.Text;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("Anna Agent", "Anna Agent")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("\u2066a\u2069\u200E\u200Fb\u061C\u202A\u202C", "ab")]
    [InlineData("a\u200Bb\u2060c\uFEFFd\u00ADe\u3164f", "abcdef")]
    [InlineData("a\r\nb\u0085c\u2028d\u2029e\0f\tg", "a  b c d e f g")]
    [InlineData("a\u200Db\u200Cc", "abc")]
    [InlineData("\u200Dشركة", "شركة")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("क्\u200Dष", "क्\u200Dष")]
    [InlineData("👩\u200D💻 and 👩🏽\u200D💻 and ❤\uFE0F\u200D🔥", "👩\u200D💻 and 👩🏽\u200D💻 and ❤\uFE0F\u200D🔥")]
    [InlineData("🏴\U000E0067\U000E0062\U000E007F", "🏴\U000E0067\U000E0062\U000E007F")]
    [InlineData("hidden\U000E0068\U000E0069", "hidden")]
    [InlineData("年\u0600", "年\u0600")]
    [InlineData("שלום", "שלום")]
    public void What_nobody_sees_is_left_out_and_what_a_script_needs_stays(string text, string shown) =>
        Assert.Equal(shown, ShownText.Clean(text));

    [Property]
    public bool Cleaning_twice_is_cleaning_once(NonNull<string> text) =>
        ShownText.Clean(ShownText.Clean(text.Get)) == ShownText.Clean(text.Get);
}
