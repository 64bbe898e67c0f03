using System.Globalization;
using System.Xml.Linq;
using Postern.Bench.Reports;

namespace Postern.Tests.Bench;

public sealed class ReportTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_chart_is_well_formed_and_says_each_value()
    {
        var chart = new BarChart("Time & <calls>, in ms", ["before", "now"]);
        chart.Add("new record \"HTTP\"", 8, 2);
        chart.Add("reply", 20, double.NaN);

        var root = XDocument.Parse(chart.ToSvg()).Root!;

        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal("Time & <calls>, in ms", root.Element(Svg + "title")!.Value);
        var texts = root.Elements(Svg + "text").Select(text => text.Value).ToList();
        string[] said = ["8.00", "2.00", "20.0", "new record \"HTTP\"", "before", "now"];
        Assert.All(said, text => Assert.Contains(text, texts));
        Assert.DoesNotContain("NaN", root.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_are_as_long_as_their_values_say_and_lie_in_the_picture()
    {
        var chart = new BarChart("Time", ["ms"]);
        chart.Add("little", 5);
        chart.Add("much", 10);

        var root = XDocument.Parse(chart.ToSvg()).Root!;
        var bars = root.Elements(Svg + "rect")
            .Skip(1)
            .Select(bar => (X: Of(bar, "x"), Width: Of(bar, "width")))
            .ToList();

        Assert.Equal(bars[0].Width * 2, bars[1].Width, 0.2);
        Assert.All(bars, bar => Assert.InRange(bar.X + bar.Width, 1, Of(root, "width")));
    }

    [Fact]
    public void A_chart_without_any_value_is_drawn()
    {
        var chart = new BarChart("Time", ["ms"]);
        chart.Add("nothing", 0);

        Assert.Equal(Svg + "svg", XDocument.Parse(chart.ToSvg()).Root!.Name);
    }

    [Fact]
    public void A_table_has_a_cell_for_each_column()
    {
        var table = new ReportTable("Times.", ["what", "ms"]);
        table.Add("a | b", "1.0");

        Assert.Equal("Times.\n\n| what | ms |\n| --- | ---: |\n| a \\| b | 1.0 |\n", table.ToMarkdown());
        Assert.Throws<ArgumentException>(() => table.Add("only one"));
    }

    [Theory]
    [InlineData(1234.5, "1,234")]
    [InlineData(12.34, "12.3")]
    [InlineData(1.234, "1.23")]
    [InlineData(double.NaN, "–")]
    public void A_figure_has_the_decimals_that_make_sense(double value, string text) =>
        Assert.Equal(text, ReportTable.Number(value));

    [Theory]
    [InlineData(2, false, true)]
    [InlineData(2.01, false, false)]
    [InlineData(2, true, true)]
    [InlineData(1.99, true, false)]
    public void A_goal_is_kept_at_its_limit_and_missed_beyond(double measured, bool atLeast, bool met)
    {
        var goal = new Goal("new record", 2, measured, atLeast);

        Assert.Equal(met, goal.IsMet);
        Assert.Contains(
            met ? "| met |" : "| **missed** |",
            Goal.TableOf([goal]).ToMarkdown(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_goal_that_was_not_measured_is_neither_met_nor_missed()
    {
        var goal = new Goal("× before", 2, double.NaN, AtLeast: true);

        Assert.Null(goal.IsMet);
        Assert.Contains("not measured", Goal.TableOf([goal]).ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_takes_the_place_of_the_one_before_in_the_document()
    {
        const string document = "Before\n<!-- bench: growth -->\nold\n<!-- end of bench -->\nAfter\n";
        var report = Growth();

        var once = ReportFolder.Insert(document, report, "performance");
        var twice = ReportFolder.Insert(once, report, "performance");

        Assert.StartsWith("Before\n<!-- bench: growth -->\n", once, StringComparison.Ordinal);
        Assert.EndsWith("<!-- end of bench -->\nAfter\n", once, StringComparison.Ordinal);
        Assert.Contains("| thread | 1.0 |", once, StringComparison.Ordinal);
        Assert.Contains("![Ratios](performance/growth-ratio.svg)", once, StringComparison.Ordinal);
        Assert.DoesNotContain("old", once, StringComparison.Ordinal);
        Assert.Equal(once, twice);
    }

    [Fact]
    public void A_document_without_a_place_for_it_stays_as_it_is() =>
        Assert.Equal("Text", ReportFolder.Insert("Text", Growth(), "performance"));

    [Fact]
    public void A_place_without_an_end_is_an_error() =>
        Assert.Throws<InvalidDataException>(() =>
            ReportFolder.Insert("<!-- bench: growth -->", Growth(), "performance")
        );

    [Fact]
    public void The_document_has_a_place_for_every_report()
    {
        var document = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "performance.md"));

        Assert.All(
            ["end-to-end", "growth", "cost", "pure"],
            name => Assert.Contains($"<!-- bench: {name} -->", document, StringComparison.Ordinal)
        );
    }

    private static Report Growth()
    {
        var table = new ReportTable("Ratios.", ["what", "ratio"]);
        table.Add("thread", "1.0");
        var chart = new BarChart("Ratios", ["ratio"]);
        chart.Add("thread", 1);
        return new Report("growth", [table], new Dictionary<string, BarChart> { ["ratio"] = chart }, Noise: null);
    }

    private static double Of(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
