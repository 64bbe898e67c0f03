using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Postern.Core.Text;

namespace Postern.Tests.Text;

public sealed class CutTextTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc")]
    [InlineData("aä", 2, "a")]
    [InlineData("aä", 3, "aä")]
    [InlineData("a€b", 3, "a")]
    [InlineData("a€b", 4, "a€")]
    [InlineData("a\U0001F600b", 4, "a")]
    [InlineData("a\U0001F600b", 5, "a\U0001F600")]
    [InlineData("abc", 0, "")]
    public void A_text_is_cut_between_characters(string text, int bytes, string cut) =>
        Assert.Equal(cut, CutText.AtBytes(text, bytes));

    [Property(MaxTest = 500)]
    public bool What_is_cut_is_the_longest_beginning_that_fits(NonNull<string> text, PositiveInt bytes)
    {
        var cut = CutText.AtBytes(text.Get, bytes.Get);
        var rest = text.Get[cut.Length..].EnumerateRunes().Select(rune => rune.Utf8SequenceLength);
        return text.Get.StartsWith(cut, StringComparison.Ordinal)
            && Encoding.UTF8.GetByteCount(cut) <= bytes.Get
            && (cut == text.Get || Encoding.UTF8.GetByteCount(cut) + rest.First() > bytes.Get);
    }
}
