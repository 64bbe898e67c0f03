using System.Text.RegularExpressions;
using Postern.Tests.Support;

namespace Postern.Tests;

/// <summary>The README promises that the main path is read in four short files: this keeps it true.</summary>
public sealed partial class MainPathLengthTests
{
    [Fact]
    public void The_main_path_that_the_readme_names_is_four_files_of_under_250_lines()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var files = Numbered().Matches(readme).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(4, files.Count);
        Assert.InRange(files.Sum(file => File.ReadAllLines(Path.Combine(Repository.Root, file)).Length), 1, 249);
    }

    [GeneratedRegex(@"^\d\. \[([^\]]+\.cs)\]", RegexOptions.Multiline)]
    private static partial Regex Numbered();
}
