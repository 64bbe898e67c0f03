using System.Globalization;
using System.Text.RegularExpressions;
using Postern.Tests.Support;

namespace Postern.Tests.Walks;

/// <summary>
/// <c>./run</c> as somebody starts it for the first time, on ports and a folder of its own; its output goes to a file.
/// </summary>
internal sealed partial class FreshRun : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("walk").FullName;
    private readonly SideProcess _process;

    private FreshRun(string[] options)
    {
        var ports = FreePorts.Take(2);
        Port = ports[0];
        _process = SideProcess.StartSignalled(
            "bash",
            ["-c", "exec ./run \"$@\" > \"$POSTERN_DATA.log\" 2>&1", "run", "--port", Text(Port), .. options],
            Repository.Root,
            ("POSTERN_DATA", Path.Combine(_folder, "data")),
            ("POSTERN_DEVHOST", Path.Combine(AppContext.BaseDirectory, "Postern.DevHost.dll")),
            ("POSTERN_AZURITE_PORT", Text(Blocks.Take())),
            ("POSTERN_SMTP_PORT", Text(ports[1]))
        );
    }

    public int Port { get; }

    /// <summary>Everything that it has printed.</summary>
    public string Output => File.Exists(Log) ? File.ReadAllText(Log) : "";

    /// <summary>The line that it prints for the terminal of the reader.</summary>
    public string Exports => ExportLine().Match(Output).Value.Trim();

    private string Log => Path.Combine(_folder, "data.log");

    /// <summary>Starts it, and waits until it says what to try.</summary>
    public static async Task<FreshRun> StartAsync(params string[] options)
    {
        var run = new FreshRun(options);
        await Eventually.TrueAsync(() => run.Output.Contains("tutorial.md", StringComparison.Ordinal) || run.HasFailed);
        return run.HasFailed ? throw new InvalidOperationException(run.Output) : run;
    }

    private bool HasFailed => FailLine().IsMatch(Output);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^ *export API=.*$", RegexOptions.Multiline)]
    private static partial Regex ExportLine();

    [GeneratedRegex("^run: ", RegexOptions.Multiline)]
    private static partial Regex FailLine();
}
