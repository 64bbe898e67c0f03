using System.Collections.Concurrent;
using Postern.Contracts.Http;
using Postern.Core.Delivery;

namespace Postern.Gateway.Smtp;

/// <summary>
/// The connections of this process to one server: at most <see cref="OutgoingServer.Connections"/> at a time, kept
/// between mails. A connection is used for one mail at a time and for a hundred in all.
/// </summary>
public sealed class SmtpPool(OutgoingServer server, SmtpConnector connector, TimeProvider time) : IDisposable
{
    /// <summary>Used if the record sets no limit. Most servers allow a client ten to twenty connections.</summary>
    public const int DefaultConnections = 10;

    private const int MailLimit = 100;
    private static readonly TimeSpan AliveWithoutCheck = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan NoOpLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QuitLimit = TimeSpan.FromSeconds(5);

    private readonly ConcurrentStack<SmtpConnection> _idle = new();
    private readonly SemaphoreSlim _free = new(server.Connections ?? DefaultConnections);
    private volatile bool _closed;
    private volatile bool _silent;
    private long _heard;

    public OutgoingServer Server { get; } = server;

    /// <summary>Whether the server did not answer in time and has not answered since.</summary>
    public bool IsSilent => _silent;

    /// <summary>When the server last accepted a recipient.</summary>
    public DateTimeOffset Heard => new(Volatile.Read(ref _heard), TimeSpan.Zero);

    /// <summary>How many mails use a connection.</summary>
    public int InUse => Limit - _free.CurrentCount;

    private int Limit => Server.Connections ?? DefaultConnections;

    /// <summary>
    /// Waits for the right to use a connection; false if none gets free in time. To be released by <see cref="Leave"/>.
    /// </summary>
    public Task<bool> EnterAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        _free.WaitAsync(patience, cancellationToken);

    public void Leave() => _free.Release();

    /// <summary>A kept connection that still works; null if there is none.</summary>
    public async Task<SmtpConnection?> TakeAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryPop(out var kept))
        {
            if (await IsAliveAsync(kept, cancellationToken))
                return kept;
            kept.Dispose();
        }
        return null;
    }

    /// <summary>Opens a new connection.</summary>
    /// <exception cref="SmtpOpeningException">It could not be opened.</exception>
    public async Task<SmtpConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await connector.OpenAsync(Server, cancellationToken);
        connection.Heard = () => Volatile.Write(ref _heard, time.GetUtcNow().UtcTicks);
        return connection;
    }

    /// <summary>Notes whether the server answers, from the result of an attempt.</summary>
    public void Learn(DeliveryResult result)
    {
        if (result.TimedOut || result.Code is not null || result.Outcome == DeliveryOutcome.Accepted)
            _silent = result.TimedOut;
    }

    /// <summary>Keeps a connection for the next mail, or disposes it if it cannot be used again.</summary>
    public void Keep(SmtpConnection connection)
    {
        if (_closed || !connection.IsConnected || connection.Mails >= MailLimit)
        {
            connection.Dispose();
            return;
        }
        connection.Used = time.GetUtcNow();
        _idle.Push(connection);
        // The pool may have been disposed since the check above.
        if (_closed)
            Dispose();
    }

    /// <summary>
    /// Closes the connections that were not used for so long with QUIT, so that the server no longer counts them when the
    /// next one is opened. Returns whether unused ones are left.
    /// </summary>
    public async Task<bool> CloseIdleAsync(TimeSpan since)
    {
        var kept = new List<SmtpConnection>();
        while (_idle.TryPop(out var connection))
        {
            if (time.GetUtcNow() - connection.Used < since)
                kept.Add(connection);
            else
                await QuitAsync(connection);
        }
        kept.Reverse();
        if (kept.Count > 0)
            _idle.PushRange([.. kept]);
        if (_closed)
            Dispose();
        return kept.Count > 0;
    }

    /// <summary>
    /// Closes the unused connections. Those in use are closed when they are returned by <see cref="Keep"/>.
    /// </summary>
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryPop(out var connection))
            connection.Dispose();
    }

    private static async Task QuitAsync(SmtpConnection connection)
    {
        using (connection)
        {
            using var limit = new CancellationTokenSource(QuitLimit);
            await connection.TryQuitAsync(limit.Token);
        }
    }

    // The server may have closed the connection meanwhile; NOOP costs a round trip, so it is sent only after a pause.
    private async Task<bool> IsAliveAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        var pause = time.GetUtcNow() - connection.Used;
        if (!connection.IsConnected || pause > LongestPause)
            return false;
        if (pause < AliveWithoutCheck)
            return true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(NoOpLimit);
        try
        {
            await connection.NoOpAsync(limit.Token);
            return true;
        }
        catch (Exception e)
            when (SmtpFailure.Read(e, SmtpStage.Opening, handedOver: false) is not null
                && !cancellationToken.IsCancellationRequested
            )
        {
            return false;
        }
    }
}
