using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Callers;

/// <summary>
/// The keys of the HTTP API as this instance knows them: a list that is never used when it is older than a minute, so
/// that a revoked key opens nothing after that. An id that is not in it may be that of a key which another instance has
/// just made: the list is read again for one, and for the next one a minute later at the earliest, so that a flood of
/// ids that do not exist costs one call a minute.
/// </summary>
public sealed partial class ApiKeyRing(ApiKeyStore store, TimeProvider time, ILogger<ApiKeyRing> logger) : IDisposable
{
    private static readonly TimeSpan OldestList = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenUses = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _reading = new(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new();
    private volatile RingState _state = new();

    /// <summary>Looks a key up, also one that was revoked or has expired.</summary>
    public async ValueTask<KeyLookup> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (Known(id) is { } known)
            return known;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Somebody else may have read it meanwhile.
            return Known(id) ?? await ReadAsync(id);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Takes over a key that this instance has just made or revoked.</summary>
    public async Task NoteAsync(StoredKey key, CancellationToken cancellationToken)
    {
        // After a read that began before the key was written, which would not have it.
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_state.Keys is { } keys)
                _state = _state with { Keys = new(keys) { [key.Key.Id] = key } };
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>
    /// Writes down that a key was used, once an hour at most. It returns at once, and nothing depends on its success.
    /// </summary>
    public void NoteUse(StoredKey key)
    {
        var now = time.GetUtcNow();
        var id = key.Key.Id;
        var last = _used.GetOrAdd(id, key.Key.LastUsed ?? DateTimeOffset.MinValue);
        if (now - last < BetweenUses || now - key.Key.LastUsed < BetweenUses || !_used.TryUpdate(id, now, last))
            return;
        _ = WriteUseAsync(id, now);
    }

    public void Dispose() => _reading.Dispose();

    // Null when the list must be read first.
    private KeyLookup? Known(string id)
    {
        var state = _state;
        if (state.Keys is not { } keys || Passed(state.Read, OldestList))
            return Passed(state.Failed, AfterFailure) ? null : KeyLookup.Unreadable;
        if (keys.TryGetValue(id, out var key))
            return new KeyLookup(key);
        return Passed(state.LookedForUnknown, OldestList) ? null : KeyLookup.Unknown;
    }

    // Not cancelled by the request that happens to begin it: others wait for the result.
    private async Task<KeyLookup> ReadAsync(string id)
    {
        var now = time.GetTimestamp();
        try
        {
            var keys = (await store.ListAsync(CancellationToken.None)).ToDictionary(key => key.Key.Id);
            var found = keys.GetValueOrDefault(id);
            _state = new RingState(keys, now, found is null ? now : _state.LookedForUnknown);
            return found is null ? KeyLookup.Unknown : new KeyLookup(found);
        }
        catch (Exception e) when (StorageTrouble.IsOfStorage(e))
        {
            _state = _state with { Failed = now, LookedForUnknown = now };
            LogUnreadable(e);
            return KeyLookup.Unreadable;
        }
    }

    private bool Passed(long? since, TimeSpan span) => since is not { } then || time.GetElapsedTime(then) >= span;

    private async Task WriteUseAsync(string id, DateTimeOffset now)
    {
        try
        {
            await store.NoteUseAsync(id, now, CancellationToken.None);
        }
        catch (Exception e) when (StorageTrouble.IsOfStorage(e))
        {
            LogUseUnwritten(e, id);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of the API could not be read")]
    private partial void LogUnreadable(Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The last use of key {Key} could not be written")]
    private partial void LogUseUnwritten(Exception exception, string key);

    // Replaced as a whole, so that what reads it sees times and keys that belong together.
    private sealed record RingState(
        Dictionary<string, StoredKey>? Keys = null,
        long? Read = null,
        long? LookedForUnknown = null,
        long? Failed = null
    );
}
