using System.Diagnostics;
using System.Text;
using Postern.Tests.Support;

namespace Postern.Tests.Walks;

/// <summary>The terminal of a reader: one shell that keeps its variables from block to block.</summary>
internal sealed class WalkShell : IDisposable
{
    private const char End = '\u001e';
    private readonly Process _bash = Process.Start(
        new ProcessStartInfo("bash", ["--noprofile", "--norc"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }
    )!;

    /// <summary>Pastes a block, and returns its exit code and what it printed.</summary>
    public async Task<(int Code, string Output)> PasteAsync(string commands)
    {
        await _bash.StandardInput.WriteAsync(
            $"{{\n{commands}\n}} 2>&1 < /dev/null\nprintf '\\n\\036%s\\n' $?\n".AsMemory()
        );
        await _bash.StandardInput.FlushAsync();
        var output = new StringBuilder();
        while (await _bash.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(End))
                return (int.Parse(line[1..], System.Globalization.CultureInfo.InvariantCulture), output.ToString());
            output.Append(line).Append('\n');
        }
        throw new InvalidOperationException($"The shell has ended.\n{output}");
    }

    public void Dispose()
    {
        _bash.StandardInput.Close();
        _bash.WaitForExit();
        _bash.Dispose();
    }
}
