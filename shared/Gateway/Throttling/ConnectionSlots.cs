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
/// Keeps all instances together within the number of connections that a server allows: a process connects only while it
/// holds one of the server's slots. A slot is kept with its connection for the next mail; without further mail the
/// connection is closed and the slot freed.
/// </summary>
public sealed partial class ConnectionSlots : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

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
        _timer = time.CreateTimer(_ => Renew(), null, Tick, Tick);
    }

    /// <summary>
    /// Acquires the right to use one connection, or returns when and why to try again. Waits five seconds at most.
    /// </summary>
    public async Task<OutboundDecision.Later?> EnterAsync(OutgoingServer server, CancellationToken cancellationToken)
    {
        if (server.Connections is not { } connections)
            return null;
        var pool = _pools.GetOrAdd(server.Id, NewPool);
        if (await pool.EnterAsync(connections, Patience, cancellationToken))
            return null;
        return new(
            _time.GetUtcNow() + RetryAfter,
            $"{server.Name}: all {connections} connections are in use.",
            DeliveryProblem.Limit
        );
    }

    /// <summary>Whether this process holds a right to use a connection that no mail uses now.</summary>
    public bool HasFree(OutgoingServer server) => _pools.TryGetValue(server.Id, out var pool) && pool.HasFree;

    private SlotPool NewPool(string server) => new(server, _store, () => _connections.CloseIdleAsync(server), _time);

    /// <summary>Releases the right to use a connection.</summary>
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
            await RenewOrFreeAsync(pool, TimeSpan.Zero);
            pool.Dispose();
        }
    }

    private void Renew()
    {
        foreach (var pool in _pools.Values)
            _ = RenewOrFreeAsync(pool, Tick);
    }

    private async Task RenewOrFreeAsync(SlotPool pool, TimeSpan idle)
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
            // A lease that is not renewed expires, and then its connection is no longer used.
            LogNotRenewed(pool.Server, e);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Connection slots of outgoing server '{Server}' could not be renewed or freed."
    )]
    private partial void LogNotRenewed(string server, Exception exception);
}
