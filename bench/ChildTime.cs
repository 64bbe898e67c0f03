using System.Globalization;

namespace Postern.Bench;

/// <summary>Processor time of the programs that this process has started and that have ended (Linux).</summary>
internal static class ChildTime
{
    // Positions after the name of the program, which may contain spaces (proc(5): fields 16 and 17).
    private const int UserTicks = 13;
    private const int KernelTicks = 14;
    private const int TicksPerSecond = 100;

    public static TimeSpan Now()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Ticks(UserTicks) + Ticks(KernelTicks)) / (double)TicksPerSecond);

        long Ticks(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
    }
}
