namespace Postern.Tests.Selection;

/// <summary>The examples of docs/outgoing.md are what the code does.</summary>
public sealed class OutgoingDocumentTests
{
    public static TheoryData<string> Rows() => [.. SelectionTable.Rows(File.ReadAllText(Document()))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_example_of_the_document_is_true(string row)
    {
        var example = SelectionTable.Read(row);

        Assert.Equal(example.Outcome, SelectionTable.Decide(example.Request, example.Bounce));
    }

    [Fact]
    public void The_document_has_examples() =>
        Assert.True(SelectionTable.Rows(File.ReadAllText(Document())).Count() > 10);

    private static string Document()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
                return Path.Combine(folder.FullName, "docs", "outgoing.md");
        }

        throw new InvalidOperationException(
            "The tests do not run inside the repository, and the document is not beside them."
        );
    }
}
