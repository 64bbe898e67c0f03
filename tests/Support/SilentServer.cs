using System.Net;
using System.Net.Sockets;

namespace Postern.Tests.Support;

/// <summary>
/// A mail server without TLS that keeps its connections open and says nothing more from one command on:
/// <c>CONNECT</c>, <c>EHLO</c>, <c>MAIL</c>, <c>RCPT</c>, <c>DATA</c> or <c>.</c>, the end of the mail.
/// </summary>
public sealed class SilentServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _sessions = [];
    private readonly string _silentAt;
    private readonly Task _serving;
    private int _waiting;

    public SilentServer(string silentAt)
    {
        _silentAt = silentAt;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether it answers every command after all.</summary>
    public bool Speaks { get; set; }

    /// <summary>How many clients wait for an answer now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>The most that waited at one time.</summary>
    public int MostWaiting { get; private set; }

    /// <summary>How many connections were made so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Closes all connections. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested)
            return;
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving;
        await Task.WhenAll(_sessions);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                Connections++;
                _sessions.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException && _ended.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var closed = client;
        try
        {
            await TalkAsync(client.GetStream());
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return;
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        var inMail = false;
        for (var line = "CONNECT"; line is not null; line = await reader.ReadLineAsync(_ended.Token))
        {
            if (inMail && line != ".")
                continue;
            var command = line.Split(' ', ':')[0].ToUpperInvariant();
            if (command == _silentAt && !Speaks)
            {
                await WaitForEndAsync(reader);
                return;
            }
            inMail = command == "DATA";
            await writer.WriteLineAsync(Reply(command));
        }
    }

    private async Task WaitForEndAsync(StreamReader reader)
    {
        lock (_lock)
            MostWaiting = Math.Max(MostWaiting, ++_waiting);
        try
        {
            while (await reader.ReadLineAsync(_ended.Token) is not null) { }
        }
        finally
        {
            lock (_lock)
                _waiting--;
        }
    }

    private static string Reply(string command) =>
        command switch
        {
            "CONNECT" => "220 silent.example",
            "DATA" => "354 Go on",
            "QUIT" => "221 Bye",
            _ => "250 Ok",
        };
}
