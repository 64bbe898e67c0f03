using System.Diagnostics;
using Postern.Tests.Support;

namespace Postern.Tests.Functions;

/// <summary>
/// <c>dotnet run --project functions</c>, where Azure Functions Core Tools are installed; a script of their name
/// stands for them.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class CoreToolsTests : IDisposable
{
    private readonly string _tools = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public async Task They_are_started_in_the_folder_that_holds_all_they_need()
    {
        var script = Path.Combine(_tools, "func");
        await File.WriteAllTextAsync(script, "#!/bin/sh\n[ \"$1\" = --version ] || { echo \"$*\"; pwd; }\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var output = await RunAsync();

        Assert.Equal(["start", FunctionsFolder.Path], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(
            [
                "host.json",
                "local.settings.json",
                "functions.metadata",
                "extensions.json",
                "worker.config.json",
                "Postern.Functions.dll",
            ],
            file => Assert.True(File.Exists(Path.Combine(FunctionsFolder.Path, file)), file)
        );
    }

    public void Dispose() => Directory.Delete(_tools, recursive: true);

    private async Task<string> RunAsync()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["run", "--no-build", "--project", "functions", "-c", FunctionsFolder.Configuration]
        )
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            Environment = { ["PATH"] = $"{_tools}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
