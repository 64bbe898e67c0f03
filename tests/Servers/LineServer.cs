using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Postern.Tests.Servers;

/// <summary>A server of a protocol of lines, such as SMTP, IMAP and POP3, whose every reply a test writes.</summary>
public sealed class LineServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<Func<string, string?>> _session;
    private readonly Task _serving;

    /// <param name="session">
    /// Starts a session: what it returns answers each line. The answer to "" is the greeting; null ends the connection,
    /// and so does a text that ends with a NUL, after it was sent.
    /// </param>
    public LineServer(Func<Func<string, string?>> session)
    {
        _session = session;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>A server without memory: the same line has the same answer.</summary>
    public LineServer(Func<string, string?> answer)
        : this(() => answer) { }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The certificate for TLS from the first byte, and after STARTTLS or STLS; null = no TLS.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Whether TLS begins with the first byte.</summary>
    public bool IsImplicit { get; set; }

    /// <summary>What it sends in place of a TLS handshake.</summary>
    public byte[]? InsteadOfHandshake { get; set; }

    /// <summary>All lines that clients have sent.</summary>
    public ConcurrentQueue<string> Received { get; } = [];

    /// <summary>How many connections were opened.</summary>
    public int Connections => _connections.Count;

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
                _connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException && _ended.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            Stream stream = client.GetStream();
            if (IsImplicit && await SecureAsync(stream) is { } secured)
                stream = secured;
            await AnswerAsync(stream, _session());
        }
        catch (Exception e)
            when (e is OperationCanceledException or IOException or AuthenticationException or ObjectDisposedException)
        {
            return;
        }
    }

    private async Task AnswerAsync(Stream stream, Func<string, string?> session)
    {
        var (reader, line) = (Reader(stream), (string?)"");
        while (line is not null && session(line) is { } answer)
        {
            var text = answer.Length == 0 ? "" : answer.TrimEnd('\0') + "\r\n";
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), _ended.Token);
            if (answer.EndsWith('\0'))
                return;
            if (line.EndsWith("STARTTLS", StringComparison.OrdinalIgnoreCase) || line == "STLS")
            {
                if (await SecureAsync(stream) is not { } secured)
                    return;
                (stream, reader) = (secured, Reader(secured));
            }
            if ((line = await reader.ReadLineAsync(_ended.Token)) is not null)
                Received.Enqueue(line);
        }
    }

    private async Task<Stream?> SecureAsync(Stream stream)
    {
        if (InsteadOfHandshake is { } bytes)
        {
            // The whole ClientHello: closing with bytes unread would reset the connection.
            var header = new byte[5];
            await stream.ReadExactlyAsync(header, _ended.Token);
            await stream.ReadExactlyAsync(new byte[(header[3] << 8) | header[4]], _ended.Token);
            await stream.WriteAsync(bytes, _ended.Token);
            return null;
        }
        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = Certificate },
            _ended.Token
        );
        return secured;
    }

    private static StreamReader Reader(Stream stream) => new(stream, Encoding.Latin1, false, 1024, leaveOpen: true);
}
