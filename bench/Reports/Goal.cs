namespace Postern.Bench.Reports;

/// <summary>A limit that a figure is to keep, and the figure.</summary>
/// <param name="What">The figure, with its unit.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Measured">The figure; NaN where it was not measured.</param>
/// <param name="AtLeast">Whether it is to reach the limit; else it may not exceed it.</param>
internal sealed record Goal(string What, double Limit, double Measured, bool AtLeast = false)
{
    /// <summary>Whether the limit is kept; null where nothing was measured.</summary>
    public bool? IsMet =>
        double.IsNaN(Measured) ? null
        : AtLeast ? Measured >= Limit
        : Measured <= Limit;

    /// <summary>Goals as a table that says by how much each is missed.</summary>
    public static ReportTable TableOf(IEnumerable<Goal> goals)
    {
        var table = new ReportTable("Goals.", ["figure", "goal", "measured", "", "of the goal"]);
        foreach (var goal in goals)
            table.Add(
                goal.What,
                (goal.AtLeast ? "≥ " : "≤ ") + ReportTable.Number(goal.Limit),
                ReportTable.Number(goal.Measured),
                goal.IsMet switch
                {
                    true => "met",
                    false => "**missed**",
                    null => "not measured",
                },
                FormattableString
                    .Invariant($"{goal.Measured / goal.Limit:P0}")
                    .Replace("NaN", "–", StringComparison.Ordinal)
            );
        return table;
    }
}
