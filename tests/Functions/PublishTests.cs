using System.Diagnostics;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using Postern.Tests.Support;

namespace Postern.Tests.Functions;

/// <summary>
/// What <c>dotnet publish functions -c Release</c> makes, in a folder of its own. Where stand-ins take the place of the worker's packages it is
/// refused, and only published to be inspected here: what the worker brings is then not there to be seen.
/// </summary>
public sealed class PublishTests
{
    [Fact]
    public async Task The_package_holds_what_azure_needs_and_no_setting_of_a_machine()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var (code, output) = await DotnetAsync("publish", "functions", "-c", "Release", "--artifacts-path", folder, "-o", Path.Combine(folder, "package"), "-p:PublishToInspect=true", "-v", "quiet", "-nologo");
            Assert.True(code == 0, output);
            Inspect(Path.Combine(folder, "package"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_stand_in_is_never_published()
    {
        var (code, output) = await DotnetAsync("msbuild", "functions", "-t:RefuseToPublishStandIns", "-nologo");

        var standIns = File.ReadAllText(Path.Combine(Repository.Root, "standins", "Selected.props")).Contains("<StandIn ", StringComparison.Ordinal);
        if (standIns) Assert.True(code != 0 && output.Contains("POSTERN001", StringComparison.Ordinal), output);
        else Assert.True(code == 0, output);
    }

    private static void Inspect(string package)
    {
        var files = Directory.GetFiles(package, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(package, file)).ToList();

        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "host.json")), File.ReadAllText(Path.Combine(package, "host.json")));
        Assert.DoesNotContain(files, file => file.Contains("settings", StringComparison.OrdinalIgnoreCase));
        Assert.True(IsCompiledAhead(Path.Combine(package, "Postern.Functions.dll")) && IsCompiledAhead(Path.Combine(package, "Postern.dll")));
        // The platform brings the runtime: a package with its own is larger, and starts with another than it is tested with.
        Assert.DoesNotContain("System.Private.CoreLib.dll", files);
        var frameworks = JsonNode.Parse(File.ReadAllText(Path.Combine(package, "Postern.Functions.runtimeconfig.json")))!["runtimeOptions"]!["frameworks"]!.AsArray();
        Assert.Contains(frameworks, framework => framework!["name"]!.GetValue<string>() == "Microsoft.AspNetCore.App" && framework["version"]!.GetValue<string>().StartsWith("10.", StringComparison.Ordinal));
        if (WorkerSdk.Metadata is null) return;
        Assert.Equal(WorkerMetadata.Of(File.ReadAllText(WorkerSdk.Metadata)), WorkerMetadata.Of(File.ReadAllText(Path.Combine(package, "functions.metadata"))));
        Assert.Contains("extensions.json", files);
        Assert.Contains("worker.config.json", files);
    }

    private static bool IsCompiledAhead(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(assembly));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static async Task<(int Code, string Output)> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
