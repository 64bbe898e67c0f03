using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace Postern.Tests.Support;

/// <summary>Waits for what another process or task brings about, instead of sleeping for as long as it might take.</summary>
public static class Eventually
{
    /// <summary>How long a wait may take when the test does not say: far more than needed, since only a failing test takes it.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads until the value meets the condition, and returns that value.</summary>
    /// <exception cref="XunitException">The deadline has passed; the message has the condition and the last value seen.</exception>
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
            {
                return value;
            }

            if (watch.Elapsed > limit)
            {
                throw new XunitException(
                    $"Not within {limit.TotalSeconds:0.#} s: {condition}. Last seen: {Show(value)}"
                );
            }

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
