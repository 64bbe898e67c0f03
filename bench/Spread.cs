namespace Postern.Bench;

/// <summary>Minimum, median and maximum of several measurements.</summary>
internal sealed record Spread(double Min, double Median, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(sorted[0], (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[^1]);
    }

    public override string ToString() => FormattableString.Invariant($"{Min, 7:0} {Median, 7:0} {Max, 7:0}");
}
