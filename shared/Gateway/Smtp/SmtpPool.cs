using System.Collections.Concurrent;
using Postern.Contracts.Http;

namespace Postern.Gateway.Smtp;

/// <summary>
/// The connections of this process to one server: shared, at most <see cref="OutgoingServer.Connections"/> at a time, kept between
/// mails. A connection carries one mail at a time and a hundred in all.
/// </summary>
public sealed class SmtpPool(OutgoingServer server, SmtpConnector connector, TimeProvider time) : IDisposable
{
    /// <summary>Connections of one process to a server whose record sets no limit; most servers allow one client ten to twenty.</summary>
    public const int DefaultConnections = 10;

    private const int MailLimit = 100;
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Answering = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly ConcurrentStack<SmtpConnection> _idle = new();
    private readonly SemaphoreSlim _free = new(server.Connections ?? DefaultConnections);
    private volatile bool _closed;

    public OutgoingServer Server { get; } = server;

    /// <summary>Waits for a place; false when none gets free in time. Who has one gives it back by <see cref="Leave"/>.</summary>
    public Task<bool> EnterAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        _free.WaitAsync(patience, cancellationToken);

    public void Leave() => _free.Release();

    /// <summary>A connection that was kept, if a good one is there; else a new one.</summary>
    /// <exception cref="SmtpOpeningException">No connection could be opened.</exception>
    public async Task<SmtpConnection> TakeAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryPop(out var kept))
        {
            if (await IsAliveAsync(kept, cancellationToken))
                return kept;
            kept.Dispose();
        }
        return await OpenAsync(cancellationToken);
    }

    /// <summary>A new connection.</summary>
    /// <exception cref="SmtpOpeningException">It could not be opened.</exception>
    public Task<SmtpConnection> OpenAsync(CancellationToken cancellationToken) =>
        connector.OpenAsync(Server, cancellationToken);

    /// <summary>Keeps a connection for the next mail, if it may carry one.</summary>
    public void Keep(SmtpConnection connection)
    {
        if (_closed || !connection.IsConnected || connection.Mails >= MailLimit)
        {
            connection.Dispose();
            return;
        }
        connection.Used = time.GetUtcNow();
        _idle.Push(connection);
        // Closed between the question and the answer.
        if (_closed)
            Dispose();
    }

    /// <summary>Ends the connections that no mail uses. Said goodbye to, the server no longer counts them when the next one is opened.</summary>
    public async Task CloseIdleAsync()
    {
        while (_idle.TryPop(out var connection))
        {
            using (connection)
            {
                using var limit = new CancellationTokenSource(Goodbye);
                await connection.TryQuitAsync(limit.Token);
            }
        }
    }

    /// <summary>Closes what is kept; connections in use are closed when they are given back.</summary>
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryPop(out var connection))
            connection.Dispose();
    }

    // A server may have hung up meanwhile; asking costs a round trip, so only after a pause.
    private async Task<bool> IsAliveAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        var pause = time.GetUtcNow() - connection.Used;
        if (!connection.IsConnected || pause > Stale)
            return false;
        if (pause < Trusted)
            return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Answering);
        try
        {
            await connection.NoOpAsync(limit.Token);
            return true;
        }
        catch (Exception e)
            when (SmtpFailure.Read(e, handedOver: false) is not null && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
