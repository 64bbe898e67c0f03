using System.Diagnostics;

namespace Postern.Tests.DevHost;

/// <summary>Waits for what other tasks and processes bring about.</summary>
internal static class Eventually
{
    public static Task HoldsAsync(Func<bool> condition) => HoldsAsync(() => Task.FromResult(condition()), TimeSpan.FromSeconds(15));

    public static Task HoldsAsync(Func<Task<bool>> condition) => HoldsAsync(condition, TimeSpan.FromSeconds(15));

    public static async Task HoldsAsync(Func<Task<bool>> condition, TimeSpan deadline)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < deadline, $"What was waited for did not come within {deadline}.");
            await Task.Delay(20);
        }
    }
}
