using System.Net;
using System.Net.Sockets;

namespace Postern.Tests.Support;

/// <summary>
/// A TCP relay in front of a mail server that fails on demand: after a number of bytes from the server it stalls with
/// the connection open, or closes it. Once reset it relays new connections normally.
/// </summary>
public sealed class MailProxy : IAsyncDisposable
{
    private const int GarbledOf = 300;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly List<Task> _connections = [];
    private readonly int _target;
    private readonly Task _serving;

    public MailProxy(int target)
    {
        _target = target;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many more bytes from the server are relayed; null = all.</summary>
    public long? Passing { get; set; }

    /// <summary>Whether it then closes the connection, like a server that is stopped; otherwise it stalls.</summary>
    public bool HangsUp { get; set; }

    /// <summary>Chooses the bytes from the server that are corrupted on the way; null = none.</summary>
    public Random? Garbles { get; set; }

    /// <summary>Whether it has failed a connection.</summary>
    public bool WentWrong { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving;
        await Task.WhenAll(_connections);
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                _connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException && _ended.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var upstream = client;
        using var server = new TcpClient();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, cut.Token);
            var asked = client.GetStream().CopyToAsync(server.GetStream(), cut.Token);
            await AnswerAsync(server.GetStream(), client.GetStream(), cut.Token);
            await cut.CancelAsync();
            await asked;
        }
        catch (Exception e)
            when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        int read;
        while ((read = await server.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (Passing is { } passing && (Passing = passing - read) < 0)
            {
                WentWrong = true;
                if (HangsUp)
                    return;
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            if (Garbles is { } random)
                Garble(buffer.AsSpan(0, read), random);
            await client.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }

    private static void Garble(Span<byte> answer, Random random)
    {
        foreach (ref var octet in answer)
        {
            if (random.Next(GarbledOf) == 0)
                octet = (byte)random.Next(256);
        }
    }
}
