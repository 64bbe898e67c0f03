using System.Globalization;

namespace Postern.Tests.Endurance;

/// <summary>What the system says of the memory of other processes.</summary>
internal static class ProcessMemory
{
    /// <summary>The largest memory that any of the processes has had resident, in MiB.</summary>
    public static long PeakOf(IEnumerable<int> processes) => processes.Max(PeakOf) / 1024;

    private static long PeakOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(one => one.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
