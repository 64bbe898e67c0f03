using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Postern.DevHost.Smtp;

/// <summary>
/// A mail server for development that accepts every mail and delivers none: SMTP on 127.0.0.1 without TLS and
/// authentication. It keeps the last <see cref="Held"/> mails in memory, and all of them in a folder if there is one.
/// </summary>
public sealed partial class SmtpCatcher : IAsyncDisposable
{
    /// <summary>How many mails are kept in memory.</summary>
    public const int Held = 1000;

    private readonly TcpListener _listener;
    private readonly MailFolder? _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _sessions = [];
    private readonly MailMemory _mails = new(Held);
    private readonly Task _accepting;
    private int _count;
    private int _open;

    /// <summary>Starts to listen. With port 0 a free one is chosen; see <see cref="Port"/>.</summary>
    /// <exception cref="SocketException">The port is in use.</exception>
    public SmtpCatcher(int port, string? folder, TimeProvider time, ILogger<SmtpCatcher> logger)
    {
        (_time, _logger) = (time, logger);
        _folder = folder is null ? null : new MailFolder(folder);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(_ended.Token);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How new connections are answered.</summary>
    public SmtpBehaviour Behaviour { get; set; } = new();

    /// <summary>The mails so far, newest last.</summary>
    public IReadOnlyList<CaughtMail> Mails => _mails.List();

    /// <summary>How many connections were made so far.</summary>
    public int Connections { get; private set; }

    /// <summary>How many connections are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] sessions;
        lock (_lock)
        {
            sessions = [.. _sessions];
        }

        await Task.WhenAll(sessions);
        _ended.Dispose();
    }

    private async Task AcceptAsync(CancellationToken ended)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(ended);
                Connections++;
                Track(ServeAsync(client, ended));
            }
        }
        // Stopped between two connections, the listener is asked once more and says that it does not listen.
        catch (Exception end)
            when (ended.IsCancellationRequested
                && end is OperationCanceledException or SocketException or InvalidOperationException
            )
        {
            return;
        }
    }

    private void Track(Task session)
    {
        lock (_lock)
        {
            _sessions.RemoveWhere(task => task.IsCompleted);
            _sessions.Add(session);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken ended)
    {
        Interlocked.Increment(ref _open);
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await new SmtpSession(client.GetStream(), Behaviour, NewMail, KeepAsync, _time).RunAsync(ended);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                LogGone(gone.Message);
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        }
    }

    private CaughtMail NewMail(SmtpEnvelope envelope, byte[] raw)
    {
        var received = _time.GetUtcNow();
        var number = Interlocked.Increment(ref _count);
        var id = string.Create(CultureInfo.InvariantCulture, $"{received:yyyyMMddTHHmmssfff}-{number}");
        return new CaughtMail(id, envelope, received, raw);
    }

    private async Task KeepAsync(CaughtMail mail)
    {
        if (_folder is not null)
        {
            await _folder.KeepAsync(mail);
        }

        _mails.Add(mail);
        LogCaught(mail.Id, mail.Envelope.From, mail.Subject);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "An SMTP client has closed the connection: {Reason}")]
    private partial void LogGone(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Caught mail {Id} from <{From}>: {Subject}")]
    private partial void LogCaught(string id, string from, string subject);
}
