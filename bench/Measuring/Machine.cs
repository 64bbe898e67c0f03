using System.Globalization;
using System.Runtime.InteropServices;

namespace Postern.Bench.Measuring;

/// <summary>What was measured on, and when: without it no figure can be compared.</summary>
internal static class Machine
{
    /// <summary>One line: date, processor, number of cores, load and runtime.</summary>
    public static string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTimeOffset.UtcNow:yyyy-MM-dd}, {Processor()}, {Environment.ProcessorCount} cores, load average {Load()}, "
        ) + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}";

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : "unknown processor";

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
