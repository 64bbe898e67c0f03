namespace Postern.Bench.Cost;

/// <summary>What keeps telemetry small.</summary>
[Flags]
internal enum TelemetryMeasures
{
    None = 0,

    /// <summary>The worker exports its logs itself, and the host exports none.</summary>
    OwnLogs = 1,

    /// <summary>The host exports a share of its traces.</summary>
    Sampler = 2,

    /// <summary>The workspace keeps no measurement of the host.</summary>
    Filter = 4,

    All = OwnLogs | Sampler | Filter,
}
