namespace Postern.Bench.Reports;

/// <summary>
/// Writes reports into a folder: <c>NAME.md</c>, the charts as <c>NAME-….svg</c>, and both between the marks
/// <c>&lt;!-- bench: NAME --&gt;</c> and <c>&lt;!-- end of bench --&gt;</c> of the document beside the folder that has
/// its name.
/// </summary>
internal sealed class ReportFolder(string folder)
{
    private const string End = "<!-- end of bench -->";

    public void Write(Report report)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{report.Name}.md"), report.ToMarkdown());
        foreach (var (chart, drawing) in report.Charts)
            File.WriteAllText(Path.Combine(folder, FileOf(report, chart)), drawing.ToSvg());
        var document = Path.TrimEndingDirectorySeparator(folder) + ".md";
        if (File.Exists(document))
            File.WriteAllText(document, Insert(File.ReadAllText(document), report, Path.GetFileName(folder)));
    }

    /// <summary>The document with what a report says in its place; unchanged where it has no such place.</summary>
    /// <exception cref="InvalidDataException">The place has no end.</exception>
    public static string Insert(string document, Report report, string folder)
    {
        var mark = $"<!-- bench: {report.Name} -->";
        var start = document.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
            return document;
        start += mark.Length;
        var end = document.IndexOf(End, start, StringComparison.Ordinal);
        if (end < 0)
            throw new InvalidDataException($"{mark} has no {End}.");
        var charts = report.Charts.Select(chart => $"![{chart.Value.Title}]({folder}/{FileOf(report, chart.Key)})\n\n");
        return $"{document[..start]}\n\n{report.ToMarkdown()}\n{string.Concat(charts)}{document[end..]}";
    }

    private static string FileOf(Report report, string chart) => $"{report.Name}-{chart}.svg";
}
