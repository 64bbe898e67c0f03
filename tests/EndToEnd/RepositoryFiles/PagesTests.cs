using System.Text.RegularExpressions;
using Postern.Tests.Functions;
using Postern.Tests.Support;

namespace Postern.Tests.RepositoryFiles;

/// <summary>No page is left out of the map, and the pages for newcomers have their form.</summary>
public sealed class PagesTests
{
    private static readonly string[] Sections =
    [
        "## Features",
        "## Getting started",
        "### Prerequisites",
        "### Installation",
        "### Quickstart",
        "## How it works",
        "## Costs",
        "## Security",
        "## Resources",
    ];

    [Fact]
    public void The_map_names_every_page_of_the_documentation()
    {
        var map = File.ReadAllText(PathOf("docs/README.md"));
        var pages = Directory
            .EnumerateFiles(PathOf("docs"), "*.md")
            .Select(Path.GetFileName)
            .Where(page => page != "README.md");
        Assert.DoesNotContain(pages, page => !map.Contains($"]({page})", StringComparison.Ordinal));
    }

    [Fact]
    public void The_readme_is_short_and_has_the_sections_of_a_template_of_azd_in_their_order()
    {
        var lines = File.ReadAllLines(PathOf("README.md"));
        Assert.InRange(lines.Length, 1, 130);
        Assert.Equal(Sections, lines.Where(line => Sections.Contains(line, StringComparer.Ordinal)));
    }

    [Fact]
    public void The_changelog_begins_with_what_is_not_released()
    {
        var headings = File.ReadAllLines(PathOf("CHANGELOG.md"))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .ToList();
        Assert.Equal("## [Unreleased]", headings[0]);
        Assert.All(headings.Skip(1), heading => Assert.Matches(@"^## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$", heading));
    }

    [Fact]
    public void What_is_built_is_newer_than_the_last_release_of_the_changelog()
    {
        var built = Regex.Match(BuiltVersion.Current, @"^(\d+\.\d+\.\d+)(-|\+|$)");
        var released = Regex.Match(
            File.ReadAllText(PathOf("CHANGELOG.md")),
            @"^## \[(\d+\.\d+\.\d+)\]",
            RegexOptions.Multiline
        );
        Assert.True(
            Version.Parse(built.Groups[1].Value) >= Version.Parse(released.Groups[1].Value),
            $"{BuiltVersion.Current} is built, and {released.Groups[1].Value} was released: raise MinVerMinimumMajorMinor."
        );
    }

    private static string PathOf(string file) => Path.Combine(Repository.Root, file);
}
