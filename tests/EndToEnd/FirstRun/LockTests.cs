using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Postern.Tests.Support;

namespace Postern.Tests.FirstRun;

/// <summary>One ./run at a time uses a folder of data.</summary>
public sealed class LockTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("run").FullName;
    private readonly TcpListener _taken = new(IPAddress.Loopback, 0);

    public LockTests() => _taken.Start();

    private string Lock => Path.Combine(_data, "run.lock");

    private int Port => ((IPEndPoint)_taken.LocalEndpoint).Port;

    public void Dispose()
    {
        _taken.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_second_start_says_which_process_has_the_data()
    {
        using var other = Process.Start(
            new ProcessStartInfo("bash", ["-c", "read # as ./run"]) { RedirectStandardInput = true }
        )!;
        await File.WriteAllTextAsync(Lock, $"{other.Id} 7099\n");

        var (code, output, error) = await RunAsync();

        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"in use by process {other.Id}, which answers on port 7099", error, StringComparison.Ordinal);
        Assert.Equal($"{other.Id} 7099\n", await File.ReadAllTextAsync(Lock));
        other.StandardInput.Close();
        await other.WaitForExitAsync();
    }

    [Fact]
    public async Task The_lock_of_a_process_that_has_died_is_taken_over_and_given_back()
    {
        using var dead = Process.Start("true");
        await dead.WaitForExitAsync();
        await File.WriteAllTextAsync(Lock, $"{dead.Id} 7099\n");

        // The start gets as far as the next obstacle.
        var (code, output, error) = await RunAsync();

        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"port {Port}, needed for HTTP, is in use", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Lock));
        Assert.Empty(Directory.GetFileSystemEntries(_data));
    }

    private Task<ScriptRun> RunAsync()
    {
        var ports = FreePorts.Take(2);
        return ScriptRun.OfAsync(
            Repository.Root,
            "bash",
            ["run", "--port", Port.ToString(CultureInfo.InvariantCulture)],
            ("POSTERN_DATA", _data),
            ("POSTERN_AZURITE_PORT", ports[0].ToString(CultureInfo.InvariantCulture)),
            ("POSTERN_SMTP_PORT", ports[1].ToString(CultureInfo.InvariantCulture))
        );
    }
}
