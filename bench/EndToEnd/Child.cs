using System.Collections.Concurrent;
using System.Diagnostics;

namespace Postern.Bench.EndToEnd;

/// <summary>A program beside the bench that ends when its standard input closes, so that none is left behind.</summary>
internal sealed class Child : IAsyncDisposable
{
    private const int LinesKept = 200;
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(15);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private Child(ProcessStartInfo start, Action<string>? line)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, read) => Take(read.Data, line);
        _process.ErrorDataReceived += (_, read) => Take(read.Data, null);
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>The last lines that it printed.</summary>
    public string Output => string.Join('\n', _output);

    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Environment variables beside the inherited ones.</param>
    /// <param name="line">Takes each line of its standard output.</param>
    public static Child Start(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> variables,
        Action<string>? line = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        var child = new Child(start, line);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

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

    private void Take(string? text, Action<string>? line)
    {
        if (text is null)
            return;
        _output.Enqueue(text);
        while (_output.Count > LinesKept)
            _output.TryDequeue(out _);
        line?.Invoke(text);
    }
}
