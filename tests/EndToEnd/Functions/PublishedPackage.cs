using System.Diagnostics;
using Postern.Tests.Support;

namespace Postern.Tests.Functions;

/// <summary>
/// What <c>dotnet publish functions -c Release</c> makes, in a folder of its own, made once for all tests of it.
/// </summary>
public sealed class PublishedPackage : IAsyncLifetime
{
    private readonly string _artifacts = Directory.CreateTempSubdirectory().FullName;

    /// <summary>The paths of its files, relative to it.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    public string PathOf(string file) => Path.Combine(_artifacts, "package", file);

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public async Task InitializeAsync()
    {
        var (code, output) = await DotnetAsync(
            "publish",
            "functions",
            "-c",
            "Release",
            "--artifacts-path",
            _artifacts,
            "-o",
            PathOf(""),
            "-v",
            "quiet",
            "-nologo",
            // They have run in the build of the tests, and cost as much as the compiler.
            "-p:RunAnalyzers=false"
        );
        Assert.True(code == 0, output);
        Files =
        [
            .. Directory
                .GetFiles(PathOf(""), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(PathOf(""), file)),
        ];
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_artifacts, recursive: true);
        return Task.CompletedTask;
    }

    private static async Task<(int Code, string Output)> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
