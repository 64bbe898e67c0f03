using System.Globalization;
using System.Text;

namespace Postern.Bench.Reports;

/// <summary>A table of results, for the console and for a document.</summary>
/// <param name="Title">What it shows, in one sentence.</param>
/// <param name="Columns">Headings; the first is that of the rows' names.</param>
internal sealed record ReportTable(string Title, IReadOnlyList<string> Columns)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Adds a row with as many cells as there are columns.</summary>
    /// <exception cref="ArgumentException">The number of cells is another.</exception>
    public void Add(params IReadOnlyList<string> cells)
    {
        if (cells.Count != Columns.Count)
            throw new ArgumentException($"{cells.Count} cells for {Columns.Count} columns.", nameof(cells));
        _rows.Add(cells);
    }

    /// <summary>The table in Markdown, after its title.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder().Append(Title).Append("\n\n");
        Append(text, Columns);
        Append(text, [.. Columns.Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (var row in _rows)
            Append(text, row);
        return text.ToString();
    }

    /// <summary>A figure with as many decimals as its size makes sense of; a dash when there is none.</summary>
    public static string Number(double value) =>
        double.IsNaN(value) ? "–"
        : Math.Abs(value) >= 100 ? value.ToString("N0", CultureInfo.InvariantCulture)
        : Math.Abs(value) >= 10 ? value.ToString("0.0", CultureInfo.InvariantCulture)
        : value.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ")
            .AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))
            .Append(" |\n");
}
