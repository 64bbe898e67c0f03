using System.Diagnostics;

namespace Postern.Tests.FirstRun;

/// <summary>What a script of the repository printed, and its exit code.</summary>
internal sealed record ScriptRun(int Code, string Output, string Error)
{
    /// <summary>Runs a program to its end.</summary>
    public static async Task<ScriptRun> OfAsync(
        string folder,
        string program,
        IEnumerable<string> arguments,
        params (string Name, string Value)[] variables
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ScriptRun(process.ExitCode, output, await error);
    }
}
