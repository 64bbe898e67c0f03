using Azure;

namespace Postern.Gateway.Storage;

/// <summary>
/// Transient failures of storage, as they are seen when the retries of the client itself are used up.
/// </summary>
internal static class StorageTrouble
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Whether storage was busy or unreachable, as opposed to having refused the call.</summary>
    public static bool Passes(Exception exception) =>
        exception is RequestFailedException { Status: 0 or 408 or 429 or >= 500 } or AggregateException;

    /// <summary>Whether a call to storage failed for any reason.</summary>
    public static bool IsOfStorage(Exception exception) => exception is RequestFailedException or AggregateException;

    /// <summary>Repeats a write that must not be lost until it succeeds, or until time is up.</summary>
    public static async Task PersistAsync(Func<Task> write, TimeProvider time, CancellationToken timeIsUp)
    {
        while (!await TryAsync(write, timeIsUp))
            await Task.Delay(Pause, time, timeIsUp);
    }

    private static async Task<bool> TryAsync(Func<Task> write, CancellationToken timeIsUp)
    {
        try
        {
            await write();
            return true;
        }
        catch (Exception e) when (Passes(e) && !timeIsUp.IsCancellationRequested)
        {
            return false;
        }
    }
}
