using System.Collections.Concurrent;
using Azure;
using Microsoft.Extensions.Logging;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Sending;
using Postern.Gateway.Smtp;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>
/// Keeps all instances together within the connections that a server allows: only who holds one of its slots connects. A
/// slot is kept for the next mail as the connection is; when no mail comes, the connection is closed and the slot freed.
/// </summary>
public sealed partial class ConnectionSlots : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ComeBack = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, SlotPool> _pools = new();
    private readonly LimitStore _store;
    private readonly SmtpConnections _connections;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionSlots> _logger;
    private readonly ITimer _timer;

    public ConnectionSlots(
        LimitStore store,
        SmtpConnections connections,
        TimeProvider time,
        ILogger<ConnectionSlots> logger
    )
    {
        (_store, _connections, _time, _logger) = (store, connections, time, logger);
        _timer = time.CreateTimer(_ => KeepUp(), null, Tick, Tick);
    }

    /// <summary>Takes the right to use one connection, or says when and why to come back. Waits five seconds at most.</summary>
    public async Task<OutboundDecision.Later?> EnterAsync(OutgoingServer server, CancellationToken cancellationToken)
    {
        if (server.Connections is not { } connections)
            return null;
        var pool = _pools.GetOrAdd(
            server.Id,
            id => new SlotPool(id, _store, () => _connections.CloseIdleAsync(id), _time)
        );
        if (await pool.EnterAsync(connections, Patience, cancellationToken))
            return null;
        return new(
            _time.GetUtcNow() + ComeBack,
            $"{server.Name}: all {connections} connections are in use.",
            DeliveryProblem.Limit
        );
    }

    /// <summary>Lets the next mail use the connection.</summary>
    public void Leave(OutgoingServer server)
    {
        if (server.Connections is not null && _pools.TryGetValue(server.Id, out var pool))
            pool.Leave();
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        foreach (var pool in _pools.Values)
        {
            await KeepUpAsync(pool, TimeSpan.Zero);
            pool.Dispose();
        }
    }

    private void KeepUp()
    {
        foreach (var pool in _pools.Values)
            _ = KeepUpAsync(pool, Tick);
    }

    private async Task KeepUpAsync(SlotPool pool, TimeSpan idle)
    {
        try
        {
            if (pool.IsIdle(idle))
                await pool.CloseAsync();
            else
                await pool.RenewAsync();
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            // A lease that is not renewed ends by itself, and then its connection is not used any more.
            LogNotKept(pool.Server, e);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Connection slots of outgoing server '{Server}' could not be renewed or freed."
    )]
    private partial void LogNotKept(string server, Exception exception);
}
