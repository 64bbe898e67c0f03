using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postern.Tests.Support;

/// <summary>
/// A TCP relay in front of a mail server without TLS that cuts one connection: within a mail, or after its last byte
/// and before the reply.
/// </summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly byte[] FinalDot = Encoding.ASCII.GetBytes("\r\n.\r\n");
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly int _target;
    private readonly CutAt _cut;
    private readonly Task _serving;

    public CuttingProxy(int target, CutAt cut)
    {
        (_target, _cut) = (target, cut);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving;
        _ended.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                using var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
                await RelayAsync(client.GetStream(), server.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException && _ended.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task RelayAsync(NetworkStream client, NetworkStream server)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        var replies = CopyAsync(server, client, cut.Token);
        var buffer = new byte[8192];
        byte[] tail = [];
        var inside = false;
        int read;
        while ((read = await ReadAsync(client, buffer)) > 0)
        {
            tail = [.. tail, .. buffer.AsSpan(0, read)];
            inside |= tail.AsSpan().IndexOf("DATA\r\n"u8) >= 0;
            if (inside && _cut == CutAt.WithinTheMail && read > 2000)
                break;
            var ends = inside && tail.AsSpan().IndexOf(FinalDot) >= 0;
            // The client must not receive the reply to the final dot.
            if (ends && _cut == CutAt.AfterTheFinalDot)
                await cut.CancelAsync();
            await server.WriteAsync(buffer.AsMemory(0, read), _ended.Token);
            tail = tail[Math.Max(0, tail.Length - 8)..];
            if (!ends || _cut != CutAt.AfterTheFinalDot)
                continue;
            // The reply must arrive first: a server may drop a mail whose client disconnected earlier.
            await ReadAsync(server, buffer);
            break;
        }
        await cut.CancelAsync();
        await replies;
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        try
        {
            await from.CopyToAsync(to, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return;
        }
    }

    private async Task<int> ReadAsync(NetworkStream stream, byte[] buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer, _ended.Token);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

/// <summary>Where a connection is cut.</summary>
public enum CutAt
{
    WithinTheMail,
    AfterTheFinalDot,
}
