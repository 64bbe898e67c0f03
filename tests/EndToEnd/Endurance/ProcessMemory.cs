using System.Globalization;

namespace Postern.Tests.Endurance;

/// <summary>What the system says of the memory of other processes.</summary>
internal static class ProcessMemory
{
    /// <summary>The largest memory that any of the processes has had resident, in MiB.</summary>
    public static long PeakOf(IEnumerable<int> processes) => processes.Max(PeakOf) / 1024;

    /// <summary>What a process has resident now, in MiB.</summary>
    public static long NowOf(int process) => Read(process, "VmRSS:") / 1024;

    /// <summary>Begins a new peak.</summary>
    public static void Forget(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    private static long PeakOf(int process) => Read(process, "VmHWM:");

    private static long Read(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(one => one.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
