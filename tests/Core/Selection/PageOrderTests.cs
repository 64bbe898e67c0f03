namespace Postern.Tests.Selection;

/// <summary>The order of servers in the documentation page (P10–P25): the cases of <c>PageOrder.md</c>.</summary>
public sealed class PageOrderTests
{
    private static string Cases =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Selection", "PageOrder.md"));

    public static TheoryData<string> Rows() => [.. SelectionTable.Rows(Cases)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_page_decides(string row)
    {
        var expected = SelectionTable.Read(row);

        Assert.Equal(expected.Outcome, SelectionTable.Decide(expected.Request, expected.Bounce));
    }

    [Fact]
    public void There_are_at_least_forty_cases_of_the_page() => Assert.True(SelectionTable.Rows(Cases).Count() >= 40);
}
