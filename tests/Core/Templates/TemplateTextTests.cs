using Postern.Core.Templates;

namespace Postern.Tests.Templates;

public sealed class TemplateTextTests
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["a"] = "1",
        ["b"] = "{a}",
        ["empty"] = "",
    };

    [Theory]
    [InlineData("{a} {b} {c}", "1 {a} ")]
    [InlineData("{?a}x{/a}{?empty}y{/empty}{?c}z{/c}", "x")]
    [InlineData("{?a}x{?b}y{/b}{?empty}z{/empty}{/a}!", "xy!")]
    [InlineData("{?empty}x{?a}y{/a}{/empty}!", "!")]
    [InlineData("{?a}{?a}x{/a}y{/a}!", "xy!")]
    [InlineData("{?a}x{?empty}y{/a}z{/empty}!", "x!")]
    [InlineData("x{?a}y{?b}z{/b}", "xy{?b}z{/b}")]
    public void Parts_stand_where_their_value_is_not_empty(string template, string text) =>
        Assert.Equal(text, TemplateText.Fill(template, Values));

    [Fact]
    public void A_template_of_conditions_is_filled_without_a_copy_for_each()
    {
        var template = string.Concat(Enumerable.Repeat("{?a}x{/a}", 3500));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var text = TemplateText.Fill(template, Values);

        Assert.Equal(3500, text.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
    }
}
