using Postern.Bench.Measuring;

namespace Postern.Bench.Reports;

/// <summary>The result of one kind of benchmark: tables, charts, and whether it holds.</summary>
/// <param name="Name">Name of its files and of its place in the document, such as <c>end-to-end</c>.</param>
/// <param name="Tables">The tables.</param>
/// <param name="Charts">The charts by the end of their file's name.</param>
/// <param name="Noise">What the machine itself did; null where the result does not depend on time.</param>
internal sealed record Report(
    string Name,
    IReadOnlyList<ReportTable> Tables,
    IReadOnlyDictionary<string, BarChart> Charts,
    NoiseGate? Noise
)
{
    /// <summary>Further lines, such as a formula.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>False where the machine was too noisy for the figures to be compared.</summary>
    public bool Holds => Noise?.IsCalm ?? true;

    /// <summary>Everything but the charts, in Markdown.</summary>
    public string ToMarkdown() =>
        string.Join(
            '\n',
            [
                Conditions() + "\n",
                .. Tables.Select(table => table.ToMarkdown()),
                .. Remarks.Select(remark => remark + "\n"),
            ]
        );

    private string Conditions() => Noise is null ? $"{Machine.Describe()}." : $"{Machine.Describe()}; {Noise.Words}.";
}
