using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Postern.Bench;

/// <summary>Postfix's <c>smtp-sink</c> on a free port: a server that accepts every mail and keeps none.</summary>
internal sealed class Sink : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;

    private Sink(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Starts the server and waits until it accepts connections.</summary>
    public static async Task<Sink> StartAsync()
    {
        var port = FreePort();
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "nobody"] : [];
        var process = Process.Start(new ProcessStartInfo("smtp-sink", [.. user, $"127.0.0.1:{port}", "500"]))!;
        var sink = new Sink(process, port);
        using var deadline = new CancellationTokenSource(Patience);
        while (!await AnswersAsync(port, deadline.Token))
            deadline.Token.ThrowIfCancellationRequested();
        return sink;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
