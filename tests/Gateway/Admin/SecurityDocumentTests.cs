using System.Text.RegularExpressions;
using Postern.Functions.Http;
using Postern.Tests.Support;

namespace Postern.Tests.Admin;

/// <summary>What docs/security.md says is there.</summary>
public sealed partial class SecurityDocumentTests
{
    private static string Document => File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"));

    [Fact]
    public void Every_test_that_the_document_names_exists()
    {
        var names = TestName().Matches(Document).Select(match => match.Groups["name"].Value).ToHashSet();
        var files = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension);

        Assert.True(names.Count > 20);
        Assert.Empty(names.Except(files));
    }

    [Fact]
    public void The_public_endpoints_are_those_of_the_document()
    {
        var section = Document[Document.IndexOf("## Public endpoints", StringComparison.Ordinal)..];
        var listed = Route().Matches(section).Select(match => match.Groups["route"].Value).ToHashSet();
        var open = HttpFunctionMap.All.Where(function => FunctionAccess.Of(function.Method).Kind != AccessKind.Key);

        Assert.Equal(open.Select(function => function.Route).Distinct().Order(), listed.Order());
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(Tests|Properties))`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();

    [GeneratedRegex("`(?<route>[a-z]*/?\\{\\*?[a-z/{}]+|docs|keys/first)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Route();
}
