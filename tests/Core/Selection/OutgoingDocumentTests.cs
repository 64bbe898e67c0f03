using Postern.Tests.Support;

namespace Postern.Tests.Selection;

/// <summary>The examples of docs/outgoing.md are what the code does.</summary>
public sealed class OutgoingDocumentTests
{
    private static string Document => File.ReadAllText(Path.Combine(Repository.Root, "docs", "outgoing.md"));

    public static TheoryData<string> Rows() => [.. SelectionTable.Rows(Document)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_example_of_the_document_is_true(string row)
    {
        var example = SelectionTable.Read(row);

        Assert.Equal(example.Outcome, SelectionTable.Decide(example.Request, example.Bounce));
    }

    [Fact]
    public void The_document_has_examples() => Assert.True(SelectionTable.Rows(Document).Count() > 10);
}
