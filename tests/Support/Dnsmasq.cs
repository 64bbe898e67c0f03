using System.Net.Sockets;

namespace Postern.Tests.Support;

/// <summary>
/// A real resolver on loopback that serves the given records below <c>example</c> and no others, one
/// <c>name TYPE value</c> a line.
/// </summary>
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

    /// <summary>Starts a resolver; it answers when this returns.</summary>
    /// <exception cref="SkipException">It is not installed: the test (a <c>SkippableFact</c>) is skipped.</exception>
    public static async Task<Dnsmasq> StartAsync(params string[] lines)
    {
        Skip.IfNot(Missing is null, Missing);
        var port = FreePorts.Take(1)[0];
        // A shell ends it when the input closes, which happens however the tests end.
        var process = SideProcess.Start(
            "sh",
            ["-c", "\"$@\" & cat; kill $!; wait", "sh", Program, .. Options(port), .. lines.Select(Option)],
            "/"
        );
        var dnsmasq = new Dnsmasq(process, port);
        await Eventually.ReadAsync(() => dnsmasq.AnswersAsync(), answers => answers);
        return dnsmasq;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string[] Options(int port) =>
        [
            "--keep-in-foreground",
            "--no-resolv",
            "--no-hosts",
            "--no-daemon",
            $"--port={port}",
            "--listen-address=127.0.0.1",
            "--bind-interfaces",
            "--local=/example/",
            "--local-ttl=60",
            "--conf-file=/dev/null",
            "--pid-file=",
        ];

    private static string Option(string line)
    {
        var words = line.Split(' ', 3);
        var (name, type, value) = (words[0], words[1], words[2]);
        return type switch
        {
            "TXT" => $"--txt-record={name},{Strings(value)}",
            "MX" => $"--mx-host={name},{value.Split(' ')[1]},{value.Split(' ')[0]}",
            "A" or "AAAA" => $"--host-record={name},{value}",
            _ => throw new ArgumentException($"No record: {line}", nameof(line)),
        };
    }

    private static string Strings(string text) =>
        string.Join(',', text.Chunk(LongestString).Select(piece => new string(piece)));

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
