namespace Postern.Bench.Measuring;

/// <summary>Percentiles of measurements.</summary>
internal static class Percentile
{
    /// <summary>
    /// The smallest value that at least this share of all values does not exceed (nearest rank); NaN without values.
    /// </summary>
    /// <param name="values">The measurements, in any order.</param>
    /// <param name="share">Above 0, at most 1: 0.99 for the 99th percentile.</param>
    public static double Of(IEnumerable<double> values, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
