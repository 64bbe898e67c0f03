namespace Postern.Bench.EndToEnd;

/// <summary>What is known of an app at the end of a run.</summary>
/// <param name="Starts">Milliseconds from the start of the process to its first answer.</param>
/// <param name="Peak">The most memory that was resident, in MiB.</param>
/// <param name="Growth">Resident memory at the end, as a multiple of that when the warm phase began.</param>
/// <param name="Journal">When the journal's entry of each mail was last written, by Message-Id.</param>
internal sealed record AppEnding(
    IReadOnlyList<double> Starts,
    double Peak,
    double Growth,
    IReadOnlyDictionary<string, DateTimeOffset> Journal
);
