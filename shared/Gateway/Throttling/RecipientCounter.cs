using System.Collections.Concurrent;
using Azure;
using Microsoft.Extensions.Logging;
using Postern.Core.Limits;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>
/// Adds the recipients of servers without limits to the servers' usage, many at a time: a limit that is set later
/// begins with what was sent before. Safe for concurrent use.
/// </summary>
internal sealed partial class RecipientCounter(LimitStore store, TimeProvider time, ILogger logger)
{
    private const int Many = 50;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Count> _counts = new();

    /// <summary>Counts recipients; a negative number takes away some that were not sent to after all.</summary>
    public void Add(string server, int recipients) =>
        _counts.AddOrUpdate(
            server,
            _ => new Count(recipients, time.GetUtcNow()),
            (_, before) => before with { Recipients = before.Recipients + recipients }
        );

    /// <summary>
    /// Changes the usage of a server as <see cref="LimitStore.ChangeUsageAsync"/> does, after what is not stored yet was
    /// added to it.
    /// </summary>
    public async Task<QuotaAnswer?> ChangeAsync(
        string server,
        Func<SendUsage, QuotaAnswer> change,
        CancellationToken cancellationToken
    )
    {
        var counted = _counts.TryRemove(server, out var count) ? count.Recipients : 0;
        var now = time.GetUtcNow();
        var isStored = false;
        try
        {
            var answer = await store.ChangeUsageAsync(
                server,
                usage => change(counted == 0 ? usage : usage.Count(counted, now, now)),
                cancellationToken
            );
            isStored = answer is not null;
            return answer;
        }
        finally
        {
            if (!isStored && counted != 0)
                Add(server, counted);
        }
    }

    /// <summary>Stores what is many or was counted long ago.</summary>
    public Task StoreSomeAsync()
    {
        var now = time.GetUtcNow();
        var due = _counts.Where(count => count.Value.Recipients >= Many || now - count.Value.Since >= Long);
        return Task.WhenAll(due.Select(count => StoreAsync(count.Key)));
    }

    /// <summary>Stores all.</summary>
    public Task StoreAllAsync() => Task.WhenAll(_counts.Keys.Select(StoreAsync));

    private async Task StoreAsync(string server)
    {
        try
        {
            await ChangeAsync(server, usage => new QuotaAnswer(usage), CancellationToken.None);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            // They are stored in the next round.
            LogNotStored(server, e);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Recipients of outgoing server '{Server}' could not be added to its usage."
    )]
    private partial void LogNotStored(string server, Exception exception);

    private sealed record Count(int Recipients, DateTimeOffset Since);
}
