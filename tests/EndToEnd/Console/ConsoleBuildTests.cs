using System.Diagnostics;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>The part of the build that takes the console's renderer from npm.</summary>
[Trait("Speed", "Long")]
public sealed class ConsoleBuildTests
{
    private const string Without = "-p:LitFolder=/nowhere/";

    [Fact]
    public async Task Without_the_package_of_npm_the_console_is_left_out_with_a_sentence()
    {
        var (code, output) = await BuildAsync(Without);

        Assert.Equal(0, code);
        Assert.Contains("The console is left out", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_package_of_npm_nothing_is_published()
    {
        var (code, output) = await BuildAsync(Without, "-p:_IsPublishing=true");

        Assert.NotEqual(0, code);
        Assert.Contains("error : The console needs a package of npm", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_package_of_npm_nothing_is_said_or_installed()
    {
        var (code, output) = await BuildAsync();

        Assert.Equal((0, ""), (code, output.Trim()));
    }

    private static async Task<(int Code, string Output)> BuildAsync(params string[] options)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["msbuild", "functions/Functions.csproj", "-t:AddConsole", "-nologo", "-v:minimal", .. options]
        )
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
