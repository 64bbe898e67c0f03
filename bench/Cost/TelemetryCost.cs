namespace Postern.Bench.Cost;

/// <summary>
/// The records of telemetry that are kept in a month, by the counts of the documentation: a test of the worker counts
/// the gateway's, those of the Functions host were counted once in a host built from its source.
/// </summary>
internal sealed class TelemetryCost(Prices prices)
{
    // As docs/cost.md counts them: 30 days.
    private const double Minutes = 43_200;
    private const double Rounds = Minutes / 5;
    private const double BytesOfKilobyte = 1e3;
    private const double BytesOfGigabyte = 1e9;

    /// <summary>Instances that the two timers keep all month.</summary>
    public const double OfTimers = 2;

    /// <summary>USD of a month.</summary>
    /// <param name="mails">Mails of the month.</param>
    /// <param name="instances">Instances that are there, on average, with those of the timers.</param>
    /// <param name="measures">What is done to keep it small.</param>
    public double Of(double mails, double instances, TelemetryMeasures measures)
    {
        var metrics = instances * Minutes * prices.Records("measurements of the host, a minute and instance");
        var dropped = measures.HasFlag(TelemetryMeasures.Filter) ? metrics : 0;
        var sent = Own(mails, instances - OfTimers) + Host(mails, instances, measures) + metrics;
        // Beyond half of what comes in, filtering has a price too.
        var filtered = Math.Max(0, dropped - (sent / 2));
        return (Gigabytes(sent - dropped) * prices.TelemetryGigabyte) + (Gigabytes(filtered) * prices.FilteredGigabyte);
    }

    private double Own(double mails, double instances) =>
        (Rounds * prices.Records("measurements of the gateway, every five minutes"))
        + Math.Min(
            mails * prices.Records("counters of the gateway, a mail"),
            instances * Minutes * prices.Records("counters of the gateway, a minute and instance at most")
        )
        + (mails * prices.TraceShare * prices.Records("spans of the gateway, a mail"));

    private double Host(double mails, double instances, TelemetryMeasures measures)
    {
        var minutes = instances * Minutes;
        var spans =
            (mails * prices.Records("spans of the host, a mail"))
            + (minutes * prices.Records("spans of the host, a minute and instance"));
        var logs =
            (mails * prices.Records("logs of the host, a mail"))
            + (minutes * prices.Records("logs of the host, a minute and instance"));
        return (spans * (measures.HasFlag(TelemetryMeasures.Sampler) ? prices.HostTraceShare : 1))
            + (measures.HasFlag(TelemetryMeasures.OwnLogs) ? 0 : logs);
    }

    private double Gigabytes(double records) =>
        records * prices.Records("KB of a record as it is stored") * BytesOfKilobyte / BytesOfGigabyte;
}
