using System.Collections.Concurrent;
using System.Diagnostics;

namespace Postern.Tests.Support;

/// <summary>
/// A program that runs beside the tests and stops when its standard input closes. The system closes it when the test
/// process is gone, however it went, so that nothing stays behind.
/// </summary>
public sealed class SideProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private SideProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>What it has printed so far, for the message of a start that failed.</summary>
    public string Output => string.Join('\n', output);

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
        {
            start.Environment[name] = value;
        }

        var side = new SideProcess(start);
        side.process.Start();
        side.process.BeginOutputReadLine();
        side.process.BeginErrorReadLine();
        return side;
    }

    /// <summary>Starts a program that ends with a signal, not when its standard input closes.</summary>
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

    /// <summary>Asks it to stop by closing its input; kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        using (process)
        {
            process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(StopDeadline);
            try
            {
                await process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            output.Enqueue(line);
        }
    }
}
