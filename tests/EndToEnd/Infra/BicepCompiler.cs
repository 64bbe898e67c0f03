using System.Diagnostics;
using System.Reflection;

namespace Postern.Tests.Infra;

/// <summary>
/// The Bicep compiler of the package that the project names; <c>POSTERN_BICEP</c> names another one, for machines
/// that it does
/// not run on.
/// </summary>
internal static class BicepCompiler
{
    private static readonly string Path = Environment.GetEnvironmentVariable("POSTERN_BICEP") is { Length: > 0 } own
        ? own
        : typeof(BicepCompiler)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "BicepCompiler")
            .Value!;

    /// <summary>Runs it; what it says on its error output are its diagnostics.</summary>
    public static async Task<(string Output, string Diagnostics)> RunAsync(params string[] arguments)
    {
        Assert.True(
            File.Exists(Path),
            $"There is no Bicep compiler at {Path}: run `dotnet restore tests`, or name one in POSTERN_BICEP."
        );
        var start = new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var diagnostics = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(
            process.ExitCode == 0,
            $"bicep {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{diagnostics}\n{await output}"
        );
        return (await output, diagnostics);
    }
}
