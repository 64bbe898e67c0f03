using System.Collections.Concurrent;
using Azure;
using Microsoft.Extensions.Logging;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Limits;
using Postern.Core.Sending;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>
/// Keeps all instances together within the sending limits of the servers: each instance takes blocks of recipients from
/// the table and returns what it does not use. The recipients of a server without limits are added to the table many at
/// a time, so that they count when it gets one.
/// </summary>
public sealed partial class SendQuotas : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfterContention = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleWithMinuteLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdleWithDayLimit = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Server, bool Bulk), RecipientStock> _stocks = new();
    private readonly RecipientCounter _counter;
    private readonly TimeProvider _time;
    private readonly ILogger<SendQuotas> _logger;
    private readonly ITimer _timer;

    public SendQuotas(LimitStore store, TimeProvider time, ILogger<SendQuotas> logger)
    {
        (_counter, _time, _logger) = (new RecipientCounter(store, time, logger), time, logger);
        _timer = time.CreateTimer(_ => Settle(), null, Tick, Tick);
    }

    /// <summary>Takes one recipient, or returns when and why to try again.</summary>
    /// <param name="server">The server.</param>
    /// <param name="bulk">Whether it is mass mail.</param>
    /// <param name="booked">The time at which the limit is to let the mail through, where it waits for it already.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<OutboundDecision.Later?> TakeAsync(
        OutgoingServer server,
        bool bulk,
        DateTimeOffset? booked,
        CancellationToken cancellationToken
    )
    {
        if (!SendQuota.Applies(server))
        {
            _counter.Add(server.Id, 1);
            return null;
        }
        var stock = _stocks.GetOrAdd((server.Id, bulk), _ => new RecipientStock());
        await stock.Gate.WaitAsync(cancellationToken);
        try
        {
            var now = _time.GetUtcNow();
            (stock.Used, stock.Idle) = (now, server.RatePerMinute is null ? IdleWithDayLimit : IdleWithMinuteLimit);
            var kept = stock.Block is { Left: > 0 } block && block.Until > now;
            if (!kept && await RefillAsync(server, bulk, booked, stock, now, cancellationToken) is { } later)
                return later;
            stock.Block = stock.Block! with { Left = stock.Block.Left - 1 };
            return null;
        }
        finally
        {
            stock.Gate.Release();
        }
    }

    private async Task<OutboundDecision.Later?> RefillAsync(
        OutgoingServer server,
        bool bulk,
        DateTimeOffset? booked,
        RecipientStock stock,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var id = Guid.NewGuid().ToString("n");
        var answer = await _counter.ChangeAsync(
            server.Id,
            usage => SendQuota.Take(server, SendQuota.GiveBack(usage, stock.Block, now), bulk, stock.Block, id, now),
            cancellationToken
        );
        // The last block is kept then: what is not accounted for comes back as if it had not been used.
        if (answer is null)
            return Later(
                server,
                now + RetryAfterContention,
                $"{server.Name}: many instances ask for its limits at once."
            );
        stock.Block = answer.Block;
        if (answer.Wait is not { } wait)
            return null;
        // A mail that was looked at before its time keeps its place.
        if (booked >= wait.From)
            return Later(server, booked.Value, wait.Why);
        stock.Bookings = stock.Bookings.Next(wait);
        return Later(server, stock.Bookings.Slot, wait.Why);
    }

    /// <summary>Returns a recipient that was taken and not sent to.</summary>
    public async Task ReturnAsync(OutgoingServer server, bool bulk)
    {
        if (!SendQuota.Applies(server))
            _counter.Add(server.Id, -1);
        else if (_stocks.TryGetValue((server.Id, bulk), out var stock))
            await ReturnAsync(stock);
    }

    private static async Task ReturnAsync(RecipientStock stock)
    {
        await stock.Gate.WaitAsync();
        try
        {
            if (stock.Block is { } block)
                stock.Block = block with { Left = block.Left + 1 };
        }
        finally
        {
            stock.Gate.Release();
        }
    }

    /// <summary>Returns all unused recipients to the table, and adds those that are not counted.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        foreach (var (key, stock) in _stocks)
            await ReturnBlockAsync(key.Server, stock);
        await _counter.StoreAllAsync();
    }

    private void Settle()
    {
        var now = _time.GetUtcNow();
        foreach (var (key, stock) in _stocks)
        {
            if (stock.Block is { Left: > 0 } or { IsLent: true } && now - stock.Used >= stock.Idle)
                _ = ReturnBlockAsync(key.Server, stock);
        }
        _ = _counter.StoreSomeAsync();
    }

    private async Task ReturnBlockAsync(string server, RecipientStock stock)
    {
        await stock.Gate.WaitAsync();
        try
        {
            if (stock.Block is not ({ Left: > 0 } or { IsLent: true }))
                return;
            var block = stock.Block;
            var answer = await _counter.ChangeAsync(
                server,
                usage => new QuotaAnswer(SendQuota.GiveBack(usage, block, _time.GetUtcNow())),
                CancellationToken.None
            );
            if (answer is not null)
                stock.Block = null;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            // It is accounted for at the next tick.
            LogNotReturned(server, e);
        }
        finally
        {
            stock.Gate.Release();
        }
    }

    private static OutboundDecision.Later Later(OutgoingServer server, DateTimeOffset due, string why) =>
        new(due, why, DeliveryProblem.Limit, server.Id);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Unused recipients of outgoing server '{Server}' could not be returned."
    )]
    private partial void LogNotReturned(string server, Exception exception);
}
