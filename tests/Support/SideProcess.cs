using System.Collections.Concurrent;
using System.Diagnostics;

namespace Postern.Tests.Support;

/// <summary>
/// A program that runs beside the tests and stops when its standard input closes. The system closes it when the test
/// process ends, however it ends, so that no process stays behind.
/// </summary>
public sealed class SideProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private SideProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>What it has printed so far, for the message of a start that failed.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a program, with additional environment variables.</summary>
    public static SideProcess Start(
        string program,
        IEnumerable<string> arguments,
        string folder,
        params (string Name, string Value)[] variables
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var side = new SideProcess(start);
        side._process.Start();
        side._process.StandardInput.AutoFlush = true;
        side._process.BeginOutputReadLine();
        side._process.BeginErrorReadLine();
        return side;
    }

    /// <summary>Starts a program that stops on SIGTERM, not when its standard input closes.</summary>
    public static SideProcess StartSignalled(
        string program,
        IEnumerable<string> arguments,
        string folder,
        params (string Name, string Value)[] variables
    ) =>
        Start(
            "sh",
            ["-c", "\"$@\" & side=$!; cat > /dev/null; kill -TERM $side; wait $side", "sh", program, .. arguments],
            folder,
            variables
        );

    /// <summary>Gives it a line of input.</summary>
    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Asks it to stop by closing its input; kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            _process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(StopDeadline);
            try
            {
                await _process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _output.Enqueue(line);
    }
}
