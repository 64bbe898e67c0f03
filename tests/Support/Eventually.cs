using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace Postern.Tests.Support;

/// <summary>Polls for the result of another process or task instead of sleeping for a fixed time.</summary>
public static class Eventually
{
    /// <summary>The default time limit of a wait: generous, since only a failing test uses all of it.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads until the value meets the condition, and returns that value.</summary>
    /// <exception cref="XunitException">The deadline has passed; the message shows the condition and the last
    /// value.</exception>
    [OverloadResolutionPriority(1)]
    public static async Task<T> ReadAsync<T>(
        Func<Task<T>> read,
        Func<T, bool> until,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(until))] string condition = ""
    )
    {
        var limit = deadline ?? Deadline;
        var watch = Stopwatch.StartNew();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var value = await read();
            if (until(value))
                return value;
            if (watch.Elapsed > limit)
                throw new XunitException(
                    $"Not within {limit.TotalSeconds:0.#} s: {condition}. Last seen: {Show(value)}"
                );
            await Task.Delay(pause);
        }
    }

    /// <inheritdoc cref="ReadAsync{T}(Func{Task{T}}, Func{T, bool}, TimeSpan?, string)"/>
    public static Task<T> ReadAsync<T>(
        Func<T> read,
        Func<T, bool> until,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(until))] string condition = ""
    ) => ReadAsync(() => Task.FromResult(read()), until, deadline, condition);

    /// <summary>Waits until the condition is true.</summary>
    /// <exception cref="XunitException">The deadline has passed.</exception>
    public static Task TrueAsync(
        Func<bool> holds,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(holds))] string condition = ""
    ) => ReadAsync(holds, value => value, deadline, condition);

    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan?, string)"/>
    [OverloadResolutionPriority(1)]
    public static Task TrueAsync(
        Func<Task<bool>> holds,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(holds))] string condition = ""
    ) => ReadAsync(holds, value => value, deadline, condition);

    private static string Show(object? value) =>
        value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Show))}]",
            _ => value.ToString() ?? "",
        };
}
