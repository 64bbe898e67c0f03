using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>
/// The time that processors have spent on the current thread, which other work of the machine does not lengthen. On
/// systems without such a clock, the time that has passed.
/// </summary>
public static class ThreadClock
{
    private const int ThreadTime = 3;

    public static TimeSpan Now =>
        OperatingSystem.IsLinux() && Read(ThreadTime, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100)
            : Stopwatch.GetElapsedTime(0);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int Read(int clock, out Moment time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
