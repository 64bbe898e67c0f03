using System.Diagnostics;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>One reading of one input: what went wrong, or nothing.</summary>
/// <param name="Kind">What went wrong, and where; null when nothing did.</param>
/// <param name="Details">The exception, or the cost.</param>
public sealed record FuzzTrial(string? Kind, string Details)
{
    /// <summary>The most memory that a reading may allocate, in octets.</summary>
    public const long MostMemory = 64 * 1024 * 1024;

    /// <summary>The most time of a processor that a reading may take.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    private static readonly FuzzTrial Fine = new(null, "");

    /// <summary>Lets a target read an input.</summary>
    public static FuzzTrial Of(FuzzTarget target, byte[] input)
    {
        var (memory, time) = (GC.GetAllocatedBytesForCurrentThread(), ThreadClock.Now);
        try
        {
            target.Run(input);
        }
        catch (Exception e)
        {
            if (!IsDocumented(target, e.GetType()))
                return new FuzzTrial($"{e.GetType().Name} {PlaceOf(e)}", e.ToString());
        }
        memory = GC.GetAllocatedBytesForCurrentThread() - memory;
        time = ThreadClock.Now - time;
        var cost = FormattableString.Invariant(
            $"{time.TotalSeconds:F2} s, {memory / 1e6:F0} MB for {input.Length} octets"
        );
        if (time > MostTime)
            return new FuzzTrial("time", cost);
        return memory > MostMemory ? new FuzzTrial("memory", cost) : Fine;
    }

    private static bool IsDocumented(FuzzTarget target, Type? thrown) =>
        thrown is not null && (target.Documented.Contains(thrown.Name) || IsDocumented(target, thrown.BaseType));

    // A broken rule is known by its text; another exception by the method of the project that threw it.
    private static string PlaceOf(Exception e)
    {
        if (e is BrokenInvariantException)
            return e.Message;
        var methods = new StackTrace(e).GetFrames().Select(frame => frame.GetMethod());
        var own = methods.FirstOrDefault(method =>
            method?.DeclaringType?.FullName?.StartsWith("Postern.", StringComparison.Ordinal) == true
        );
        return $"in {own?.DeclaringType?.Name}.{own?.Name}";
    }
}
