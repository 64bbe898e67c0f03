using System.Diagnostics;
using System.Globalization;

namespace Postern.Bench.Measuring;

/// <summary>What a process has used so far.</summary>
/// <param name="Cpu">User and system time of all its threads.</param>
/// <param name="Resident">Memory that is resident now, in MiB.</param>
/// <param name="Peak">The most that ever was (<c>VmHWM</c>), in MiB.</param>
internal sealed record ProcessUse(TimeSpan Cpu, double Resident, double Peak)
{
    /// <param name="process">Process id; Linux only.</param>
    /// <exception cref="IOException">The process has ended.</exception>
    public static ProcessUse Of(int process)
    {
        using var one = Process.GetProcessById(process);
        var status = File.ReadLines($"/proc/{process}/status").ToList();
        return new ProcessUse(one.TotalProcessorTime, Field(status, "VmRSS:"), Field(status, "VmHWM:"));
    }

    private static double Field(List<string> status, string name)
    {
        var line = status.First(one => one.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(
                line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture
            ) / 1024;
    }
}
