using System.Globalization;
using System.Xml.Linq;

namespace Postern.Bench.Reports;

/// <summary>A chart of horizontal bars as SVG 1.1: groups one below the other, in each a bar of every series.</summary>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="Series">Names of the bars in a group; with one no legend is drawn.</param>
internal sealed record BarChart(string Title, IReadOnlyList<string> Series)
{
    private const int Width = 820;
    private const int Left = 290;
    private const int Right = 80;
    private const int Top = 44;
    private const int Bar = 16;
    private const int Gap = 12;

    // Told apart by eyes that do not tell red from green, on white and on black.
    private static readonly string[] Colours = ["#3b82c4", "#e08a2e", "#6b9a4b", "#a05fb4", "#8a8a8a"];
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly List<(string Name, IReadOnlyList<double> Values)> _groups = [];

    /// <summary>Adds a group with a value for each series; NaN draws none.</summary>
    /// <exception cref="ArgumentException">The number of values is another.</exception>
    public void Add(string name, params IReadOnlyList<double> values)
    {
        if (values.Count != Series.Count)
            throw new ArgumentException($"{values.Count} values for {Series.Count} series.", nameof(values));
        _groups.Add((name, values));
    }

    /// <summary>The chart as a document of its own.</summary>
    public string ToSvg()
    {
        var group = (Series.Count * Bar) + Gap;
        var height = Top + (_groups.Count * group) + (Series.Count > 1 ? 28 : 8);
        var root = new XElement(
            Svg + "svg",
            new XAttribute("viewBox", $"0 0 {Width} {height}"),
            new XAttribute("width", Width),
            new XAttribute("height", height),
            new XAttribute("role", "img"),
            new XElement(Svg + "title", Title),
            new XElement(
                Svg + "rect",
                new XAttribute("width", Width),
                new XAttribute("height", height),
                new XAttribute("fill", "#ffffff")
            ),
            Text(12, 26, Title, "start", 16),
            _groups.Select((one, index) => Group(one, Top + (index * group))),
            Series.Count > 1 ? Legend(height - 10) : null
        );
        return root.ToString() + "\n";
    }

    private IEnumerable<XElement> Group((string Name, IReadOnlyList<double> Values) group, int top)
    {
        yield return Text(Left - 8, top + (Series.Count * Bar / 2) + 5, group.Name, "end", 13);
        for (var series = 0; series < group.Values.Count; series++)
        {
            if (double.IsNaN(group.Values[series]))
                continue;
            var (length, y) = (Length(group.Values[series]), top + (series * Bar));
            yield return Box(Left, y, length, Bar - 2, series);
            yield return Text(Left + length + 5, y + 11, ReportTable.Number(group.Values[series]), "start", 11);
        }
    }

    private IEnumerable<XElement> Legend(int y)
    {
        for (var series = 0; series < Series.Count; series++)
        {
            var x = 12 + (series * ((Width - 24) / Series.Count));
            yield return Box(x, y - 10, 10, 10, series);
            yield return Text(x + 15, y, Series[series], "start", 12);
        }
    }

    private double Length(double value)
    {
        var most = _groups.SelectMany(group => group.Values).Where(one => !double.IsNaN(one)).Max();
        return most <= 0 ? 0 : Math.Round(Math.Max(0, value) / most * (Width - Left - Right), 1);
    }

    private static XElement Box(double x, double y, double width, double height, int series) =>
        new(
            Svg + "rect",
            Coordinate("x", x),
            Coordinate("y", y),
            Coordinate("width", width),
            Coordinate("height", height),
            new XAttribute("fill", Colours[series % Colours.Length])
        );

    private static XElement Text(double x, double y, string text, string anchor, int size) =>
        new(
            Svg + "text",
            Coordinate("x", x),
            Coordinate("y", y),
            new XAttribute("font-family", "sans-serif"),
            new XAttribute("font-size", size),
            new XAttribute("fill", "#222222"),
            new XAttribute("text-anchor", anchor),
            text
        );

    private static XAttribute Coordinate(string name, double value) =>
        new(name, value.ToString("0.#", CultureInfo.InvariantCulture));
}
