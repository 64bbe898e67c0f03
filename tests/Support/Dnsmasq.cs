namespace Postern.Tests.Support;

/// <summary>A real resolver on loopback that knows the records below <c>example</c> that it is given and no others: <c>name TYPE value</c>, a line each.</summary>
public sealed class Dnsmasq : IAsyncDisposable
{
    private const string Program = "/usr/sbin/dnsmasq";
    private const int LongestString = 255;
    private readonly SideProcess _process;

    private Dnsmasq(SideProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>Why it cannot be used; null when it can.</summary>
    public static string? Missing { get; } =
        File.Exists(Program) ? null : "Not installed: the Debian package dnsmasq-base.";

    public int Port { get; }

    /// <summary>Starts one; it answers when this returns.</summary>
    /// <exception cref="Xunit.SkipException">It is not installed: the test (a <c>SkippableFact</c>) is skipped.</exception>
    public static async Task<Dnsmasq> StartAsync(params string[] lines)
    {
        Skip.IfNot(Missing is null, Missing);
        var port = FreePorts.Take(1)[0];
        string[] options =
        [
            "--keep-in-foreground",
            "--no-resolv",
            "--no-hosts",
            "--no-daemon",
            $"--port={port}",
            "--listen-address=127.0.0.1",
            "--bind-interfaces",
            "--local=/example/",
            "--conf-file=/dev/null",
            "--pid-file=",
            .. lines.Select(Option),
        ];
        // A shell ends it when the input closes, which happens however the tests end.
        var process = SideProcess.Start("sh", ["-c", "\"$@\" & cat; kill $!; wait", "sh", Program, .. options], "/");
        var dnsmasq = new Dnsmasq(process, port);
        await Eventually.ReadAsync(() => dnsmasq.AnswersAsync(), answers => answers);
        return dnsmasq;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Option(string line)
    {
        var words = line.Split(' ', 3);
        return (words[1], words[2]) switch
        {
            ("TXT", var text) =>
                $"--txt-record={words[0]},{string.Join(',', text.Chunk(LongestString).Select(piece => new string(piece)))}",
            ("MX", var mx) => $"--mx-host={words[0]},{mx.Split(' ')[1]},{mx.Split(' ')[0]}",
            ("A" or "AAAA", var address) => $"--host-record={words[0]},{address}",
            _ => throw new ArgumentException($"No record: {line}", nameof(line)),
        };
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
