using Postern.Contracts.Http;

namespace Postern.Gateway.Smtp;

/// <summary>The connections of this process to all outgoing servers, kept between mails: opening one costs more round trips than a mail does.</summary>
public sealed class SmtpConnections(SmtpConnector connector, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, SmtpPool> _pools = [];
    private readonly Lock _lock = new();

    /// <summary>The connections to a server. A record that was changed gets new ones.</summary>
    public SmtpPool To(OutgoingServer server)
    {
        lock (_lock)
        {
            if (_pools.TryGetValue(server.Id, out var pool) && pool.Server == server)
                return pool;
            pool?.Dispose();
            return _pools[server.Id] = new SmtpPool(server, connector, time);
        }
    }

    /// <summary>Ends the connections to a server that no mail uses.</summary>
    public Task CloseIdleAsync(string server)
    {
        lock (_lock)
        {
            return _pools.TryGetValue(server, out var pool) ? pool.CloseIdleAsync() : Task.CompletedTask;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var pool in _pools.Values)
                pool.Dispose();
        }
    }
}
