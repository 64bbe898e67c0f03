using System.Diagnostics;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>A run of Node.js in the repository.</summary>
internal static class NodeProgram
{
    /// <summary>Runs it, and returns its output.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        // Scripts of the console are modules by what they hold, not by a package of theirs.
        var start = new ProcessStartInfo("node", ["--no-warnings", .. arguments])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
