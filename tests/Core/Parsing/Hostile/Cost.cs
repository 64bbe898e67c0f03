using System.Runtime.InteropServices;

namespace Postern.Tests.Parsing.Hostile;

/// <summary>What reading cost: the least of several runs, by this thread alone.</summary>
/// <param name="Megabytes">Allocated.</param>
/// <param name="Milliseconds">CPU time.</param>
internal readonly record struct Cost(double Megabytes, double Milliseconds)
{
    private const int ThreadCpuTime = 3;

    /// <summary>The cost of an action, the least of that many runs.</summary>
    public static Cost Of(Action action, int runs)
    {
        var least = new Cost(double.MaxValue, double.MaxValue);
        for (var run = 0; run < runs; run++)
        {
            var (bytes, nanoseconds) = (GC.GetAllocatedBytesForCurrentThread(), CpuTime());
            action();
            var cost = (CpuTime() - nanoseconds) / 1e6;
            var allocated = (GC.GetAllocatedBytesForCurrentThread() - bytes) / 1e6;
            least = new Cost(Math.Min(least.Megabytes, allocated), Math.Min(least.Milliseconds, cost));
        }
        return least;
    }

    public static Cost Least(Cost one, Cost other) =>
        new(Math.Min(one.Megabytes, other.Megabytes), Math.Min(one.Milliseconds, other.Milliseconds));

    private static long CpuTime()
    {
        if (ReadClock(ThreadCpuTime, out var time) != 0)
            throw new NotSupportedException("The CPU time of a thread cannot be read.");
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ReadClock(int clock, out Moment time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
