using System.Text.RegularExpressions;
using Postern.Tests.Support;

namespace Postern.Tests;

/// <summary>The pages of the documentation lead to each other.</summary>
public sealed partial class DocumentLinksTests
{
    public static TheoryData<string> Pages =>
        new(
            Directory
                .EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Repository.Root, file))
                .Where(file => !Made().IsMatch(file))
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_within_the_project_leads_to_a_file_and_a_heading(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;

        Assert.DoesNotContain(Links(page), link => !LeadsSomewhere(folder, page, link));
    }

    private static IEnumerable<string> Links(string page) =>
        Link()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, page)))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains(':', StringComparison.Ordinal));

    private static bool LeadsSomewhere(string folder, string page, string link)
    {
        var parts = link.Split('#');
        var file = Path.GetFullPath(
            parts[0].Length == 0 ? Path.Combine(Repository.Root, page) : Path.Combine(folder, parts[0])
        );
        if (parts.Length == 1)
            return Path.Exists(file);
        return File.Exists(file) && Headings(file).Contains(parts[1]);
    }

    private static HashSet<string> Headings(string file) =>
        [.. File.ReadLines(file).Where(line => line.StartsWith('#')).Select(Anchor)];

    /// <summary>As GitHub makes it of a heading.</summary>
    private static string Anchor(string heading) =>
        NotInAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    /// <summary>Packages, what is built, and what runs leave behind.</summary>
    [GeneratedRegex(@"(^|[\\/])(bin|obj|node_modules|\.(?!github)[a-z]+)[\\/]", RegexOptions.ExplicitCapture)]
    private static partial Regex Made();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();
}
