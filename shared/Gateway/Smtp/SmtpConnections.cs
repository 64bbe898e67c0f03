using Postern.Contracts.Http;

namespace Postern.Gateway.Smtp;

/// <summary>
/// The connections of this process to all outgoing servers. They are kept between mails, since opening one costs more
/// round trips than sending a mail.
/// </summary>
public sealed class SmtpConnections(SmtpConnector connector, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, SmtpPool> _pools = [];
    private readonly Lock _lock = new();

    /// <summary>The connections to a server; new ones if its record was changed.</summary>
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

    /// <summary>Closes the connections to a server that were not used for so long. Returns whether unused ones are left.</summary>
    public Task<bool> CloseIdleAsync(string server, TimeSpan since = default)
    {
        lock (_lock)
        {
            return _pools.TryGetValue(server, out var pool) ? pool.CloseIdleAsync(since) : Task.FromResult(false);
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
